import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { type AppAge, ageOf } from '../../../kernel/app-version.ts';
import { appVersion } from './app-version.ts';
import { findKeys, leaveKeys } from './handover.ts';
import { Link, type Sayable, type SendResult } from './link.ts';
import type { LinkState } from './link-state.ts';
import type { LocalRow } from './local-db.ts';
import { useMe } from './me.tsx';
import { type Item, isOpen } from './outbox.ts';
import { browser } from './surroundings.ts';
import { openVault } from './vault.ts';

const LinkContext = createContext<Link | null>(null);
/** For the list of devices: the shell's own question, asked anew each time. */
const kindOfDevice = () => (matchMedia('(max-width: 63.99em)').matches ? 'phone' : 'desk');
/** Many changes in one second wake the pages once. */
const restMs = 1_000;

/** Opens the way to the community for the signed-in person. */
export function LinkProvider({ children }: { readonly children: ReactNode }): ReactElement | null {
  const { community, person } = useMe();
  const client = useQueryClient();
  const [link, setLink] = useState<Link | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => {
    let opened: Link | undefined;
    let current = true;
    const news = () => {
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        void client.invalidateQueries({ queryKey: ['rows', community.id] });
      }, restMs);
    };
    const name = `${community.id} ${person}`;
    void Link.open(community.id, person, news, browser, openVault, kindOfDevice).then(async (fresh) => {
      const left = fresh.state.vault.lock === 'locked' ? await findKeys(name) : null;
      if (left) await fresh.custody.take(left);
      if (!current) return fresh.close();
      opened = fresh;
      setLink(fresh);
    });
    const leave = () => {
      if (opened && document.visibilityState === 'hidden') leaveKeys(name, opened.custody.keys());
    };
    document.addEventListener('visibilitychange', leave);
    return () => {
      current = false;
      clearTimeout(timer.current);
      timer.current = undefined;
      document.removeEventListener('visibilitychange', leave);
      opened?.close();
    };
  }, [client, community.id, person]);

  if (!link) return null;
  return <LinkContext value={link}>{children}</LinkContext>;
}

export function useLink(): Link {
  const link = useContext(LinkContext);
  if (!link) throw new Error('used on a page without a signed-in person');
  return link;
}

/** Contact, outbox and copy, live. */
export function useLinkState(): LinkState {
  const link = useLink();
  return useSyncExternalStore(link.subscribe, () => link.state);
}

/** What the top bar says of the network. `unsent`: saved here, not yet agreed. */
export function useNetwork(): {
  readonly contact: LinkState['contact'];
  readonly unsent: number;
  readonly refused: readonly Item[];
  /** Recorded, and the desk decides; not yet read by the person. */
  readonly review: readonly Item[];
  readonly parked: number;
} {
  const { contact, items } = useLinkState();
  return useMemo(
    () => ({
      contact,
      unsent: items.filter(isOpen).length,
      refused: items.filter((item) => item.progress.at === 'refused'),
      review: items.filter((item) => item.progress.at === 'review'),
      parked: items.filter((item) => item.progress.at === 'parked').length,
    }),
    [contact, items],
  );
}

/** How this version of the app stands to what the installation asks for, as the server said last: when asked who I am, or with the copy. */
export function useAppAge(): (now: Date) => AppAge {
  const { minimumApp: asked } = useMe();
  const { minimumApp = asked } = useLinkState();
  return useCallback((now) => ageOf(appVersion, minimumApp, now), [minimumApp]);
}

/**
 * `send(command, payload)`: the one way out. Offline-capable commands answer `saved` once they are on disk; the others answer
 * what the server replied, or `refused` with `web.serverAway` when no answer came. An app that is too old for its installation takes up no
 * new work, except for life and limb; what waits in its outbox is sent all the same.
 */
export function useSend(): <Payload>(command: Sayable<Payload>, payload: Payload) => Promise<SendResult> {
  const link = useLink();
  const appAge = useAppAge();
  const client = useQueryClient();
  return useCallback(
    async (command, payload) => {
      const waits = command.urgency !== 'life' && !command.lifeIf;
      if (waits && appAge(new Date()).is === 'outdated') {
        return { id: '', status: 'refused', version: 0, problem: { code: 'web.updateFirst', kind: 'conflict' } };
      }
      const result = await link.send(command, payload);
      // The page that spoke should show the result at once, not at the next hint.
      if (result.status === 'accepted' || result.status === 'accepted_with_review') await client.invalidateQueries({ queryKey: ['rows'] });
      return result;
    },
    [link, client, appAge],
  );
}

/**
 * What was said on this device and is not in the copy yet, oldest first; only commands of these names.
 * A page replays them over its rows: last server state + own pending commands.
 */
export function usePending(...names: readonly string[]): readonly Item[] {
  const { items } = useLinkState();
  const wanted = names.join(' ');
  return useMemo(() => {
    const set = new Set(wanted.split(' '));
    return items.filter((item) => set.has(item.envelope.name) && item.progress.at !== 'refused' && !item.closed);
  }, [items, wanted]);
}

export interface LocalRows<Row> {
  readonly rows: readonly (Row & LocalRow)[];
  /** False until they are read. */
  readonly ready: boolean;
  /** False while the first copy is still on its way: what is there is right, and more will come. */
  readonly whole: boolean;
}

/** All local rows of one entity (`response.visit`), live. Asks for the copy when it is first used. */
export function useLocal<Row extends object>(entity: string): LocalRows<Row> {
  const link = useLink();
  useEffect(() => link.want([entity]), [link, entity]);
  const rows = useSyncExternalStore(link.mirror.subscribe, () => link.mirror.rows(entity));
  const { cursors, whole: wholes } = useLinkState();
  const ready = link.mirror.ready(entity) && cursors[entity] !== undefined;
  const whole = ready && wholes.includes(entity);
  return useMemo(() => ({ rows: rows as readonly (Row & LocalRow)[], ready, whole }), [rows, ready, whole]);
}
