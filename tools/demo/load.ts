import { createHash } from 'node:crypto';
import { decideOn } from '../../src/apps/server/decide.ts';
import { sayEntered } from '../../src/apps/server/entered.ts';
import { slices } from '../../src/apps/server/slices.ts';
import { loadAuthority } from '../../src/capabilities/duties/server.ts';
import { doorToken } from '../../src/capabilities/response/rules/door-link.ts';
import type { CommunityId } from '../../src/kernel/ids.ts';
import type { Handler, Reaction } from '../../src/platform/server/commands/handler.ts';
import { openJournal } from '../../src/platform/server/commands/journal.ts';
import type { Db } from '../../src/platform/server/db/db.ts';
import type { Sessions } from '../../src/platform/server/sessions/sessions.ts';
import { agreeOnChanges, proposeLately } from './changes.ts';
import { adoptPlans, makePast, makeToday } from './history.ts';
import { handOverToday, nameCovers, tryContacts } from './linkage.ts';
import { registerLoader } from './load-register.ts';
import { type Demo, type DemoRole, demoRoles, makeDemo } from './make.ts';
import { agreeOnMandates, agreeWithEachOther, lookAfterMandates } from './mandates.ts';
import type { Said } from './places.ts';
import { byPerson, Speaker, system } from './speaker.ts';
import { makeStock } from './stock.ts';

/** Where commands are understood: the doors of the server. */
export interface Doors {
  readonly handlers?: readonly Handler[];
  readonly reactions?: readonly Reaction[];
}

export interface CommunityToLoad {
  readonly db: Db;
  readonly seed: number;
  readonly scale: number;
  readonly nowMs: number;
  readonly about: { readonly name: string; readonly nameEn: string; readonly nameUg: string; readonly code12: string };
  /** False: no residents, as before the first ledger is imported. Then there is no history either. */
  readonly residents?: boolean;
  /** False: no past and nothing waiting. */
  readonly history?: boolean;
  readonly doors?: readonly Doors[];
}

export interface LoadedCommunity {
  readonly community: CommunityId;
  readonly demo: Demo;
  /** QR tokens of doors, by door: what stands on their posters. */
  readonly doorTokens: ReadonlyMap<string, string>;
}

export const renhe = { name: '人和社区', nameEn: 'Renhe Community', nameUg: 'رېنخې مەھەللىسى', code12: '130602901001' } as const;
export const heping = { name: '和平里社区', nameEn: 'Hepingli Community', nameUg: 'خېپىڭلى مەھەللىسى', code12: '130602901002' } as const;

const dayMs = 86_400_000;

/** Makes one community and loads it through the commands that people would have said, in the order of its story. */
export async function loadCommunity(to: CommunityToLoad): Promise<LoadedCommunity> {
  const { db, seed, scale, nowMs } = to;
  const demo = makeDemo({ seed, scale, nowMs });
  const { random, households } = demo;
  const community = random.id<CommunityId>();
  await db.as({ community, actor: 'demo' }, openJournal);
  const doors = to.doors ?? slices;
  const handlers = [...doors.flatMap((d) => d.handlers ?? []), registerLoader(households, random)];
  const reactions = doors.flatMap((d) => d.reactions ?? []);
  const speaker = new Speaker({ db, handlers, reactions, loadAuthority }, community, random, nowMs - 420 * dayMs);
  const director = byPerson(demo.signIns.director);
  const { places, organisations } = demo;
  await speaker.say(system, [
    ['community.establish', { ...to.about, lon: 115.4586, lat: 38.8824 }],
    ...places.said,
    ...organisations.said,
    demo.matrix,
  ]);

  speaker.setClock(nowMs - 400 * dayMs);
  const cast = { organisations, households, signIns: demo.signIns };
  const plans = await adoptPlans(speaker, cast);
  await agreeOnMandates(speaker, demo);
  const keeper = organisations.posts.get('committee/物资管理员');
  if (keeper) await speaker.say(byPerson(keeper.holder), makeStock(scale, nowMs, random));
  const { tokens, said } = doorTokens(demo, community);
  await speaker.say(director, said);
  await agreeWithEachOther(speaker, demo);
  if (to.residents !== false) {
    const residents = households.reduce((sum, h) => sum + h.residents.length, 0);
    await speaker.say(director, [['register.loadDemo', { seed, scale, households: households.length, residents }]]);
    if (to.history !== false) {
      await agreeOnChanges(speaker, demo);
      await makePast(speaker, cast, plans, nowMs);
      await tryContacts(speaker, cast, nowMs);
      await lookAfterMandates(speaker, demo);
      await proposeLately(speaker, demo);
      await nameCovers(speaker, cast, nowMs);
      const asked = await makeToday(speaker, cast, nowMs);
      await handOverToday(speaker, cast, asked.at(-1), nowMs);
    }
  }
  await speaker.bus.idle();
  return { community, demo, doorTokens: tokens };
}

/** QR links of every door. The secrets follow from the seed: they are as public as the rest of the demo. */
function doorTokens({ places, random }: Demo, community: CommunityId): { tokens: ReadonlyMap<string, string>; said: Said[] } {
  const tokens = new Map<string, string>();
  const hashed = places.dwellings.map(({ id, door }) => {
    const secret = Buffer.from(Array.from({ length: 16 }, () => random.int(0, 255))).toString('base64url');
    const token = doorToken(community, secret);
    tokens.set(door, token);
    return { dwellingId: id, hash: createHash('sha256').update(token).digest('hex') };
  });
  const said: Said[] = [];
  for (let from = 0; from < hashed.length; from += 400) said.push(['response.issueDoorTokens', { tokens: hashed.slice(from, from + 400) }]);
  return { tokens, said };
}

/** The one password of all demo sign-ins: it says itself that it protects nothing. */
export const demoPassword = 'demo-only-2026';

const roleNames: Readonly<Record<DemoRole, string>> = {
  director: '社区主任 · director',
  grid: '网格员 · grid worker',
  social: '社会工作者 · social worker',
  volunteer: '志愿者 · volunteer',
  volunteer2: '志愿者二 · second volunteer',
  shops: '商户联合会会长 · shopkeepers’ association',
  street: '街道包联干部 · street office (two communities)',
};

export interface DemoSignIn {
  readonly role: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Fills an empty installation: 人和社区 Renhe at full size and a second small community that the street office also belongs to, with
 * a sign-in for each role. @throws Error when the story contradicts the rules or an account cannot be made
 */
export async function loadDemo(parts: {
  readonly db: Db;
  readonly sessions: Pick<Sessions, 'createAccount'>;
  readonly log: (line: string) => void;
  readonly scale?: number;
}): Promise<readonly DemoSignIn[]> {
  const { db, sessions, log, scale = 1 } = parts;
  const began = performance.now();
  const nowMs = Date.now();
  const first = await loadCommunity({ db, seed: 130_602, scale, nowMs, about: renhe });
  const second = await loadCommunity({ db, seed: 901_002, scale: Math.min(scale, 0.08), nowMs, about: heping });
  const bus = decideOn(db);
  for (const role of demoRoles) {
    const memberships = [{ community: first.community, person: first.demo.signIns[role] }];
    if (role === 'street') memberships.push({ community: second.community, person: second.demo.signIns.street });
    const made = await sessions.createAccount({ username: role, password: demoPassword, memberships });
    if (!made.ok) throw new Error(`demo sign-in ${role}: ${made.problem.code}`);
    for (const { community, person } of memberships) await sayEntered(bus, community, person);
  }
  log(`demo communities loaded in ${Math.round(performance.now() - began)} ms`);
  return demoRoles.map((role) => ({ role: roleNames[role], username: role, password: demoPassword }));
}
