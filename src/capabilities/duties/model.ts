import { z } from 'zod';
import { type GridId, idOf, type OrganisationId, type PersonId, type PositionId } from '../../kernel/ids.ts';
import type { AgreedMandate } from '../community/index.ts';
import type { GroundCode } from './catalogue/grounds.ts';

/** The eight links of the holistic model: 1 risk identification … 8 review and learning (MISSION: our reading, editable). */
export const links = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type Link = (typeof links)[number];

export const phases = ['prevention', 'preparedness', 'response', 'recovery'] as const;
export type Phase = (typeof phases)[number];

export const dimensions = ['structure', 'capacity', 'process', 'space', 'culture'] as const;
export type Dimension = (typeof dimensions)[number];

/** A duty of the catalogue. Its title in three languages stands under the message key `duty.<code>`. */
export interface Duty {
  readonly code: string;
  readonly link: Link;
  readonly phases: readonly Phase[];
  readonly dimensions: readonly Dimension[];
  /** People come to harm when nobody does it in time. */
  readonly critical: boolean;
  /** Named by commands and queries: to hold it as R or A opens them. */
  readonly opens: boolean;
  /** Grounds in law or custom, the strongest first; never empty. */
  readonly basis: readonly GroundCode[];
  /** Person-hours a day for every 1,000 residents while it is carried out in full. An estimate, to be replaced by what drills and incidents show. */
  readonly effort: number;
  /** People it takes at the same time, at the least, in every area that has people of its own; 1 to 9. */
  readonly crew: number;
  /** Any one of these skills makes a person able to do it; empty: anyone is able. */
  readonly skills: readonly string[];
  /** Minutes to the first action; null: no clock runs. A target to be tried in drills, not a norm. */
  readonly targetMin: number | null;
  /** Code of the duty that takes up its work in the next phase; null: nothing follows from it. */
  readonly leadsTo: string | null;
}

/** Responsible does it; Accountable answers for it, may do, approve and delegate; Consulted is asked; Informed is told. */
export const roles = ['R', 'A', 'C', 'I'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export type AssignmentId = string & { readonly assignment: unique symbol };
export const assignmentId = z.uuid().transform((v) => v.toLowerCase() as AssignmentId);

/** Response levels, I the gravest. */
export const Level = z.enum(['I', 'II', 'III', 'IV']);

export const Assignment = z.object({
  id: assignmentId,
  /** Code of the catalogue. */
  duty: z.string().max(60),
  organisationId: idOf<OrganisationId>(),
  /** The one position that holds it; null: every position of the organisation. */
  positionId: idOf<PositionId>().nullable().default(null),
  role: Role,
  /** 1 is first in line; 2 and on are backups, in this order. */
  rank: z.number().int().min(1).max(9).default(1),
  /** Grids it is limited to; null: the whole community. */
  grids: z.array(idOf<GridId>()).min(1).max(200).nullable().default(null),
  /** Hazards it is limited to; null: every hazard. */
  hazards: z
    .array(z.string().regex(/^[a-z][a-zA-Z]{1,31}$/))
    .min(1)
    .max(20)
    .nullable()
    .default(null),
  /** Levels it is limited to; null: every level. */
  levels: z.array(Level).min(1).max(4).nullable().default(null),
  /** When it begins, ISO 8601; null: now. */
  since: z.iso.datetime({ offset: true }).nullable().default(null),
  /** First instant at which it no longer holds; null: open. */
  until: z.iso.datetime({ offset: true }).nullable().default(null),
});
export type Assignment = z.infer<typeof Assignment>;

/** An assignment as it stands in the record. */
export interface HeldAssignment extends Omit<Assignment, 'since'> {
  readonly since: string;
}

export type DutyChange =
  | { type: 'dutiesAssigned'; assignments: readonly HeldAssignment[] }
  | { type: 'dutyWithdrawn'; assignmentId: AssignmentId; on: string };

/** One organisation as far as the check needs it. */
export interface OrganisationSeen {
  readonly id: OrganisationId;
  readonly name: string;
  readonly active: boolean;
}

/** One position that stands, with the people in it. */
export interface PositionSeen {
  readonly id: PositionId;
  readonly organisationId: OrganisationId;
  readonly title: string;
  readonly seat: boolean;
  readonly grids: readonly GridId[] | null;
  readonly holder: PersonId | null;
  readonly deputy: PersonId | null;
  /** Who acts for the holder, from when to when. */
  readonly acting?: readonly { readonly person: PersonId; readonly since: string; readonly until: string }[];
  readonly since: string;
  readonly until: string | null;
}

/** What assignments rest on where an organisation takes part neither by law nor by public office. */
export interface MandateGround {
  /** From when on mandates bind, ISO 8601; null: nobody has decided, and nobody is bound. */
  readonly bindFrom: string | null;
  /** Organisations that need one. */
  readonly needing: readonly OrganisationId[];
  /** Every mandate that was ever agreed. */
  readonly agreed: readonly AgreedMandate[];
}

/** Nobody is bound, as before a community decides from when on mandates bind. */
export const noMandates: MandateGround = { bindFrom: null, needing: [], agreed: [] };

/** Everything the permission check is made of, read in one transaction. */
export interface Snapshot {
  readonly grids: readonly GridId[];
  readonly organisations: readonly OrganisationSeen[];
  readonly positions: readonly PositionSeen[];
  readonly assignments: readonly HeldAssignment[];
  readonly mandates: MandateGround;
}
