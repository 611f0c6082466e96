import { type PullPage, takes } from './copy.ts';
import type { LocalRow } from './local-db.ts';
import { type Shelf, Unreadable } from './shelf.ts';

const noRows: readonly LocalRow[] = [];

/** The rows of the copy in memory, one list per entity, loaded when first asked for. Lists keep their identity until they change. */
export class Mirror {
  private readonly lists = new Map<string, { byId: Map<string, LocalRow>; list: readonly LocalRow[]; ready: boolean }>();
  private readonly listeners = new Set<() => void>();
  private shelf: Shelf;
  private readonly damaged: () => void;
  private readonly loading = new Map<string, { again: boolean; done: Promise<void> }>();

  /** @param damaged told when the copy on the disk does not open */
  constructor(shelf: Shelf, damaged: () => void) {
    this.shelf = shelf;
    this.damaged = damaged;
  }

  /** Shows another copy from now on; nothing of the one before stays in memory. */
  async show(shelf: Shelf): Promise<void> {
    this.shelf = shelf;
    for (const entity of this.lists.keys()) this.lists.set(entity, { byId: new Map(), list: noRows, ready: false });
    this.tell();
    await this.reload();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  rows(entity: string): readonly LocalRow[] {
    const held = this.lists.get(entity);
    if (held) return held.list;
    this.lists.set(entity, { byId: new Map(), list: noRows, ready: false });
    void this.load(entity);
    return noRows;
  }

  ready(entity: string): boolean {
    return this.lists.get(entity)?.ready ?? false;
  }

  /** One reading at a time per entity: of two, the one that began first may end last, and would show again what is gone. */
  private load(entity: string): Promise<void> {
    const running = this.loading.get(entity);
    if (running) {
      running.again = true;
      return running.done;
    }
    const mine = { again: true, done: Promise.resolve() };
    this.loading.set(entity, mine);
    mine.done = (async () => {
      while (mine.again) {
        mine.again = false;
        await this.read(entity, mine);
      }
    })().finally(() => this.loading.delete(entity));
    return mine.done;
  }

  private async read(entity: string, reading: { readonly again: boolean }): Promise<void> {
    const { shelf } = this;
    try {
      const byId = new Map(await shelf.rows(entity));
      if (shelf !== this.shelf || reading.again) return;
      this.lists.set(entity, { byId, list: [...byId.values()], ready: true });
      this.tell();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      if (shelf === this.shelf) this.damaged();
    }
  }

  /** Reads every list again: another tab wrote, or the copy began anew. */
  async reload(): Promise<void> {
    await Promise.all([...this.lists.keys()].map((entity) => this.load(entity)));
  }

  /** Follows one applied page without reading the database. `anew`: everything copied before it is gone. */
  async follow(page: PullPage, anew: boolean): Promise<void> {
    if (anew) return this.reload();
    const touched = new Set<string>();
    // A reading under way began before this page was written.
    for (const { entity } of [...page.rows, ...page.gone]) {
      const reading = this.loading.get(entity);
      if (reading) reading.again = true;
    }
    for (const row of page.rows) {
      const held = this.lists.get(row.entity);
      if (!held?.ready) continue;
      held.byId.set(row.id, row);
      touched.add(row.entity);
    }
    for (const gone of page.gone) {
      const held = this.lists.get(gone.entity);
      const row = held?.byId.get(gone.id);
      if (!held || !row || !takes(gone, row)) continue;
      held.byId.delete(gone.id);
      touched.add(gone.entity);
    }
    for (const entity of touched) {
      const held = this.lists.get(entity);
      if (held) this.lists.set(entity, { ...held, list: [...held.byId.values()] });
    }
    if (touched.size > 0) this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
