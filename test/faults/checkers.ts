import { type Item, isOpen } from '../../src/platform/web/sync/outbox.ts';
import { foldOf } from './model.ts';
import type { State } from './sql/memory.ts';
import { compare, type Row } from './sql/values.ts';
import { lots } from './world/founding.ts';
import type { DeviceEnd, History, Moment } from './world/history.ts';

// Each checker is a pure function from what was recorded to what is wrong: sentences, none when all is well.

export type Checker = (history: History) => string[];

/** Tables whose rows devices copy, by entity. */
const copied: Readonly<Record<string, string>> = {
  'response.incident': 'response.incident',
  'response.round': 'response.round',
  'response.visit': 'response.visit',
  'response.request': 'response.request',
  'response.task': 'response.task',
};

/** What stands in the journal of a restored server is not all that was ever answered; what a device holds must be in it all the same. */
const onceAnswered: Checker = ({ receipts, ends, journal, restored }) => {
  const lines = Map.groupBy(journal, ({ id }) => id);
  return receipts.flatMap(({ device, id, name }) => {
    const item = ends[device]?.outbox.find((each) => each.envelope.id === id);
    const found = lines.get(id) ?? [];
    // What was settled is forgotten after a fortnight by the server's time; no run is that long.
    if (!item) return [`${name} ${id}: kept on device ${device}, and no longer there`];
    if (isOpen(item)) return [`${name} ${id}: still ${item.progress.at} after everything came to rest`];
    if (found.length > 1) return [`${name} ${id}: decided ${found.length} times`];
    const [line] = found;
    const expected = { agreed: 'accepted', review: 'accepted', refused: 'refused', parked: 'quarantined', saved: '', sent: '' }[item.progress.at];
    // A refusal was an answer: after a restore nobody asks again.
    if (!line) return restored && expected !== 'accepted' ? [] : [`${name} ${id}: ${item.progress.at} on the device, not in the journal`];
    return line.status === expected ? [] : [`${name} ${id}: ${item.progress.at} on the device, ${line.status} in the journal`];
  });
};

/** What was said on one device is decided in the order in which it was said, whatever numbers and names the device went by. */
const inOrder: Checker = ({ ends, journal }) => {
  const versions = new Map(journal.map(({ id, version }) => [id, version]));
  return ends.flatMap(({ device, outbox }) => {
    const decided = (outbox as readonly (Item & { readonly order?: number })[])
      .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
      .flatMap(({ envelope: { id, name } }) => ({ id, name, version: versions.get(id) ?? 0 }))
      .filter(({ version }) => version > 0);
    return decided.flatMap(({ id, name, version }, i) =>
      i > 0 && version < (decided[i - 1]?.version ?? 0) ? [`${name} ${id} of device ${device} overtook what was said before it`] : [],
    );
  });
};

/** Who had to wait for the answer had the answer that stands in the journal. */
const answersHold: Checker = ({ said, journal, restored }) => {
  const lines = new Map(journal.map((line) => [line.id, line]));
  return said.flatMap(({ name, reply }) => {
    const line = lines.get(reply.id);
    if (reply.status !== 'accepted') return [];
    if (!line) return restored ? [] : [`${name} ${reply.id}: accepted, and not in the journal`];
    return line.status === 'accepted' ? [] : [`${name} ${reply.id}: accepted, and ${line.status} in the journal`];
  });
};

const versionsAndChain: Checker = ({ journal, head, chain }) => {
  const wrong = journal.flatMap(({ version }, i) => (version === i + 1 ? [] : [`line ${i + 1} of the journal is version ${version}`]));
  if (head.version !== journal.length) wrong.push(`the head is at ${head.version}, the journal at ${journal.length}`);
  const twice = journal.length - new Set(journal.map(({ id }) => id)).size;
  if (twice > 0) wrong.push(`${twice} ids stand twice in the journal`);
  return chain.holds ? wrong : [...wrong, `the chain breaks after ${chain.entries} lines`];
};

const rowsOf = (truth: State, table: string): Row[] => [...(truth.get(table)?.values() ?? [])];

/** Tables hold exactly what the accepted commands made. */
const ledgersExact: Checker = ({ journal, truth }) => {
  const fold = foldOf(journal);
  const wrong: string[] = [];
  const expect = (what: string, found: unknown, wanted: unknown) => {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) wrong.push(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
  };
  const extra = (table: string, column: string, id: unknown) => rowsOf(truth, table).filter((row) => row[column] === id).length;
  for (const row of rowsOf(truth, 'response.visit')) {
    const door = fold.doors.get(String(row.household));
    if (!door) continue;
    const found = [row.outcome, row.times, row.no_answer, row.visited_by, extra('response.extra_visit', 'household', row.household)];
    expect(`door ${String(row.door)}`, found, [door.outcome, door.times, door.noAnswer, door.by, door.extra]);
  }
  const raised = rowsOf(truth, 'response.task').filter((row) => row.kind !== 'silentDoor');
  expect('tasks', raised.length, fold.tasks.size);
  for (const row of raised) {
    const task = fold.tasks.get(String(row.id));
    expect(`task ${String(row.id)}`, [row.state, extra('response.extra_work', 'task', row.id)], [task?.at, task?.extra]);
  }
  for (const lot of lots) {
    const moved = rowsOf(truth, 'readiness.stock_movement').filter((row) => row.lot === lot);
    expect(
      `lot ${lot}`,
      moved.reduce((sum, row) => sum + Number(row.quantity), 0),
      fold.stock.get(lot),
    );
  }
  return wrong;
};

/** Every accepted step was one the machines take. */
const pathsLegal: Checker = ({ journal }) => foldOf(journal).impossible;

const fieldsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'response.visit': { outcome: 'outcome', no_answer: 'noAnswer', visited_by: 'visitedBy', door: 'door', disputed: 'disputed' },
  'response.task': { state: 'state', claimed_by: 'claimedBy', due_at: 'dueAt', closed_by: 'closedBy', kind: 'kind' },
  'response.request': { state: 'state', kind: 'kind', door: 'door' },
  'response.round': { title: 'title', closed_at: 'closedAt' },
  'response.incident': { title: 'title', level: 'level' },
};

/** Name of a row that a table and a copy share. A visit has no id of its own on the server: its door tells it apart. */
const nameOf = (entity: string, row: Row): string => (entity === 'response.visit' ? `${String(row.round)} ${String(row.household)}` : String(row.id));

/** After everything came to rest, every device shows the server's rows of its scopes, no more and no less. */
const viewsEqual: Checker = ({ ends, truth }) =>
  ends.flatMap(({ device, views, scopes }) =>
    views.flatMap((rows) =>
      Object.entries(copied).flatMap(([entity, table]) => {
        const here = new Map((rows as unknown as Row[]).filter((row) => row.entity === entity).map((row) => [nameOf(entity, row), row]));
        const there = new Map(
          rowsOf(truth, table)
            .filter((row) => scopes.includes(String(row.scope)))
            .map((row) => [nameOf(entity, row), row]),
        );
        const wrong = [...here.keys()]
          .filter((name) => !there.has(name))
          .map((name) => `device ${device} shows ${entity} ${name}, which is not for it`);
        for (const [name, row] of there) {
          const copy = here.get(name);
          const differs = copy && Object.entries(fieldsOf[entity] ?? {}).find(([column, field]) => compareNull(row[column], copy[field]) !== 0);
          if (!copy) wrong.push(`device ${device} lacks ${entity} ${name}`);
          else if (copy.version !== row.version)
            wrong.push(`device ${device} has ${entity} ${name} of version ${String(copy.version)}, not ${String(row.version)}`);
          else if (differs) wrong.push(`device ${device} shows another ${differs[1]} of ${entity} ${name}`);
        }
        return wrong;
      }),
    ),
  );

const compareNull = (a: unknown, b: unknown): number =>
  a === null || b === null || a === undefined || b === undefined ? Number((a ?? null) !== (b ?? null)) : compare(a, b);

/** No answer ever held a row of a scope that its reader did not have between question and answer. */
const nothingLeaks: Checker = ({ pulled }) =>
  pulled.flatMap(({ person, allowed, rows }) =>
    rows.filter(({ scope }) => !allowed.includes(scope)).map(({ entity, id, scope }) => `${person} was sent ${entity} ${id} of ${scope}`),
  );

/** Whatever a device says it is complete up to, it has: at every moment, not only at the end. */
const cursorsHonest: Checker = ({ moments, ends }) => moments.flatMap((moment) => behind(moment, ends[moment.device]));

function behind({ device, meta, rows, truth }: Moment, end: DeviceEnd | undefined): string[] {
  const head = rowsOf(truth, 'platform.head')[0];
  // Another server than the one that the copy was made of, or other scopes: the next page begins anew.
  if (!end || meta.epoch !== head?.epoch || meta.scopes !== end.meta.scopes) return [];
  return Object.entries(meta.cursors).flatMap(([entity, cursor]) => {
    const table = copied[entity];
    if (!table || cursor === 0) return [];
    const here = new Map((rows as unknown as Row[]).filter((row) => row.entity === entity).map((row) => [nameOf(entity, row), row.version]));
    return rowsOf(truth, table)
      .filter((row) => end.scopes.includes(String(row.scope)) && Number(row.version) <= cursor && here.get(nameOf(entity, row)) !== row.version)
      .map((row) => `device ${device} says ${entity} is complete to ${cursor} and lacks version ${String(row.version)}`);
  });
}

export const checkers = {
  onceAnswered,
  inOrder,
  answersHold,
  versionsAndChain,
  ledgersExact,
  pathsLegal,
  viewsEqual,
  nothingLeaks,
  cursorsHonest,
} satisfies Record<string, Checker>;
export type CheckerName = keyof typeof checkers;

/** Everything that is wrong with a run, by checker. */
export const faultsOf = (history: History): { readonly by: CheckerName; readonly says: string }[] =>
  (Object.keys(checkers) as CheckerName[]).flatMap((by) => checkers[by](history).map((says) => ({ by, says })));
