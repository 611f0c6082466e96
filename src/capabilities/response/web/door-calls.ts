import { type Result, refuse } from '../../../kernel/result.ts';
import { ask } from '../../../platform/web/sync/api.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import type { DoorView } from '../door-view.ts';
import type { HelpKind, Urgency } from '../model.ts';
import { followAlphabet, followLength } from '../rules/door-link.ts';

/** Something said at the door that has not reached the server yet, or the code of something that has. */
interface Kept {
  readonly follow: string;
  /** The body as it goes out; absent once it has arrived. */
  readonly unsent?: object;
}

const keptMost = 20;
const keyOf = (door: string): string => `banyan.door.${door}`;

/** What this phone asked at this door. Stored by the door's number, never by the token. */
export function readKept(door: string): readonly Kept[] {
  try {
    return JSON.parse(localStorage.getItem(keyOf(door)) ?? '[]') as Kept[];
  } catch {
    return [];
  }
}

function keep(door: string, all: readonly Kept[]): void {
  try {
    localStorage.setItem(keyOf(door), JSON.stringify(all.slice(0, keptMost)));
  } catch {
    // A private window keeps nothing: the request still goes out, it only cannot be followed later.
  }
}

const followCode = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(followLength)), (byte) => followAlphabet[byte % followAlphabet.length]).join('');

const path = (token: string): string => `/api/v1/door/${encodeURIComponent(token)}`;

export const readDoor = (token: string, codes: readonly string[]): Promise<Result<DoorView>> =>
  token === ''
    ? Promise.resolve(refuse('missing', 'response.doorLinkGone'))
    : ask<DoorView>(`${path(token)}/follow`, { method: 'POST', body: { codes } });

export const saySafe = (token: string): Promise<Result<unknown>> => ask(path(token), { method: 'POST', body: { say: 'safe', commandId: freshId() } });

/** Keeps the call for help on the phone first, then sends it; what does not get through is sent again by {@link sendUnsent}. */
export async function askHelp(
  token: string,
  door: string,
  call: { readonly kind: HelpKind; readonly urgency: Urgency; readonly words: string; readonly incidentId: string | null },
): Promise<Result<unknown>> {
  const follow = followCode();
  const body = { say: 'help', commandId: freshId(), requestId: freshId(), follow, ...call };
  keep(door, [{ follow, unsent: body }, ...readKept(door)]);
  return sendOne(token, door, follow, body);
}

async function sendOne(token: string, door: string, follow: string, body: object): Promise<Result<unknown>> {
  const answer = await ask(path(token), { method: 'POST', body });
  const final = answer.ok || (answer.problem.code !== 'web.serverAway' && answer.problem.kind !== 'tooMany');
  if (final)
    keep(
      door,
      readKept(door).flatMap((one) => (one.follow !== follow ? [one] : answer.ok ? [{ follow }] : [])),
    );
  return answer;
}

/** Sends what could not be sent before. @returns how many still wait */
export async function sendUnsent(token: string, door: string): Promise<number> {
  for (const { follow, unsent } of readKept(door)) if (unsent) await sendOne(token, door, follow, unsent);
  return readKept(door).filter((one) => one.unsent).length;
}
