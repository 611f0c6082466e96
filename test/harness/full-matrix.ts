import { organisationKinds, skills } from '../../src/capabilities/community/model.ts';
import { duties } from '../../src/capabilities/duties/index.ts';
import type { Situation } from '../../src/capabilities/duties/rules/analysis/model.ts';
import { type Sketch, situation } from './situation.ts';

/** A generator with a seed (Park & Miller, Comm. ACM 31, 1988): the same community every time. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** A community of full size: every duty of the catalogue, 40 organisations, 400 people, 13 grids, some limits to hazards and levels. */
export function fullMatrix(seed = 7): Situation {
  const below = chance(seed);
  const grids = Array.from({ length: 13 }, (_, i) => `g${i + 1}`);
  const kinds = Object.entries(organisationKinds);
  const organisations: Record<string, Sketch> = {};
  let people = 0;
  const person = () => `p${people++}`;
  for (let o = 0; o < 40; o++) {
    const [kind, sector] = kinds[o % kinds.length] as (typeof kinds)[number];
    const posts = o === 1 ? grids.map((g) => `${person()}/${person()}@${g}`) : Array.from({ length: 3 }, () => `${person()}/${person()}`);
    const seats = kind === 'volunteer_team' ? Array.from({ length: 45 }, () => `~${person()}`) : [];
    organisations[`o${o}`] = { kind, sector, posts: [...posts, ...seats], holds: [] };
  }
  const posts = organisations.o2?.posts as string[];
  while (people < 400) posts.push(`~${person()}`);
  const give = (o: number, text: string) => {
    const holds = organisations[`o${o}`]?.holds as string[];
    if (!holds.some((line) => line.startsWith(text.split(' ', 2).join(' ')))) holds.push(text);
  };
  for (const { code, opens } of duties) {
    give(below(40), `${code} A /0`);
    if (below(3) === 0) give(below(40), `${code} A2`);
    for (let n = 0; n < 2 + below(3); n++) {
      const limit = opens || below(6) > 0 ? '' : [' #flood,storm', ' !I,II', ` @${grids.slice(0, 5).join(',')}`][below(3)];
      give(below(40), `${code} R${n === 0 ? '' : n + 1}${limit}`);
    }
    for (let n = 0; n < below(4); n++) give(below(40), `${code} ${below(2) ? 'C' : 'I'}`);
  }
  for (const code of ['response.checkIn', 'vulnerable.alert', 'hazard.report', 'register.write']) give(1, `${code} R`);
  const known = Object.fromEntries(
    Array.from({ length: people }, (_, i) => [`p${i}`, below(2) ? `${skills[below(skills.length)]},${skills[below(skills.length)]}` : '']),
  );
  return situation(organisations, { grids: grids as unknown as Situation['grids'], skills: known, residents: 12_000 });
}
