import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import { Level } from './model.ts';
import { findingCodes, levelsAndNone, severities } from './rules/analysis/model.ts';
import { Trial } from './rules/analysis/what-if.ts';

/** For what occasion it is asked, and for how many people; residents left out: doors × people per household. */
const occasion = {
  level: Level.default('II'),
  hazard: z.union([z.literal('*'), z.string().regex(/^[a-z][a-zA-Z]{1,31}$/)]).default('*'),
  residents: z.number().int().min(1).max(200_000).optional(),
};
export const OccasionArgs = z.object(occasion);
export type OccasionArgs = z.infer<typeof OccasionArgs>;

const Where = z.object({
  grids: z.array(z.string()).nullable(),
  gridNumbers: z.array(z.number()).nullable(),
  hazards: z.array(z.string()).nullable(),
  levels: z.array(z.enum(levelsAndNone)).nullable(),
});

/** Organisations and posts by their names; a person by the post they hold, never by name. */
const Subject = z.object({
  kind: z.enum(['duty', 'organisation', 'person', 'position', 'assignment', 'mandate', 'agreement']),
  id: z.string(),
  name: z.string(),
});

export const FindingRow = z.object({
  id: z.string(),
  code: z.enum(findingCodes),
  severity: z.enum(severities),
  subjects: z.array(Subject),
  where: Where,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The smallest change that closes it (see `Fix`). */
  fix: z.looseObject({ kind: z.string() }),
  page: z.string(),
});
export type FindingRow = z.infer<typeof FindingRow>;

/** What is wrong with who answers for what, the gravest first. */
export const findings = query({ name: 'duties.findings', duty: 'community.read', args: OccasionArgs, row: FindingRow });

const Hours = z.array(z.object({ duty: z.string(), hours: z.number() }));
/** Work of a level against hours there are, organisations and people. Names people by their posts, to those who assign duties. */
export const load = query({
  name: 'duties.load',
  duty: 'duties.assign',
  args: OccasionArgs,
  row: z.object({
    kind: z.enum(['organisation', 'person', 'nobody']),
    id: z.string(),
    name: z.string(),
    hours: z.number(),
    available: z.number(),
    people: z.number(),
    duties: Hours,
    places: z.array(z.string()),
  }),
});

const Damage = z.object({
  duty: z.string(),
  loses: z.enum(['A', 'R']),
  gridNumbers: z.array(z.number()).nullable(),
  because: z.object({ duties: z.array(z.string()), need: z.number(), supply: z.number() }).nullable(),
});
/** What each single loss breaks, the worst first; with `pairs` the ten worst pairs. What fails anyway stands in a row without losses. */
export const losses = query({
  name: 'duties.losses',
  duty: 'duties.assign',
  args: OccasionArgs.extend({ pairs: z.boolean().default(false) }),
  row: z.object({ lost: z.array(Subject), damage: z.array(Damage) }),
});

const list = <T extends z.ZodType>(of: T) => z.array(of).readonly();
const Tie = z.object({
  between: z.tuple([z.string(), z.string()]).readonly(),
  grounds: list(z.string()),
  times: z.number(),
  lastAt: z.string().nullable(),
});
const Brokerage = z.object({ coordinator: z.number(), itinerant: z.number(), gatekeeper: z.number(), liaison: z.number() });
/** Several measures, never one alone; nodes by their place among the organisations. A denser network is not always a better one. */
const Measures = z.object({
  nodes: z.number(),
  ties: z.number(),
  isolates: z.number(),
  density: z.number(),
  centralisation: z.object({ degree: z.number(), betweenness: z.number(), closeness: z.number() }).nullable(),
  components: list(z.number()),
  fragmentation: z.number(),
  distanceFragmentation: z.number(),
  sectors: z.object({ index: z.number(), external: z.number(), internal: z.number() }).nullable(),
  cutPoints: list(z.number()),
  largestCore: z.object({ k: z.number(), nodes: list(z.number()) }),
  keyPlayers: list(z.object({ nodes: list(z.number()), fragmentation: z.number(), distanceFragmentation: z.number(), exact: z.boolean() })),
  each: list(z.object({ degree: z.number(), betweenness: z.number(), closeness: z.number(), core: z.number(), brokerage: Brokerage })),
});
const Layer = z.object({ ties: list(Tie), measures: Measures });
/** The network of organisations, as declared and as seen at work in a time: one row. */
export const network = query({
  name: 'duties.network',
  duty: 'community.read',
  args: z.object({ since: z.iso.datetime({ offset: true }), until: z.iso.datetime({ offset: true }).optional() }),
  row: z.object({
    organisations: list(z.object({ id: z.string(), name: z.string(), sector: z.string() })),
    declared: Layer,
    observed: Layer,
    unused: list(Tie),
    undeclared: list(Tie),
  }),
});

/** A record that holds a part down. */
const Against = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['duty', 'organisation']), id: z.string() }),
  z.object({ kind: z.literal('incident'), id: z.string().nullable(), at: z.string() }),
]);
/** Integrity and redundancy of the holistic model, as far as duties show them, with their parts. */
export const characteristics = query({
  name: 'duties.characteristics',
  duty: 'community.read',
  args: OccasionArgs.extend({ since: z.iso.datetime({ offset: true }).optional() }),
  row: z.object({
    code: z.enum(['integrity', 'redundancy']),
    value: z.number().nullable(),
    parts: list(z.object({ code: z.string(), value: z.number().nullable(), of: z.number(), against: list(Against) })),
  }),
});

/** What changes would do to the findings, without making them: one row, with the refusal when they cannot be made. */
export const tryChanges = query({
  name: 'duties.tryChanges',
  duty: 'duties.assign',
  args: OccasionArgs.extend({ changes: z.array(Trial).min(1).max(100) }),
  row: z.object({
    problem: z.looseObject({ code: z.string(), kind: z.string() }).nullable(),
    closed: z.array(FindingRow),
    opened: z.array(FindingRow),
    changed: z.array(z.object({ before: FindingRow, after: FindingRow })),
    unchanged: z.number(),
    redundancy: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
  }),
});

/** What the remedy is asked: `POST /api/v1/duties/remedy`. */
export const RemedyArgs = OccasionArgs.extend({
  keepIn: z.array(z.string().max(200)).max(200).default([]),
  keepOut: z.array(z.string().max(200)).max(2000).default([]),
  seconds: z.number().int().min(1).max(60).default(20),
});
