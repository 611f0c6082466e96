import { z } from 'zod';
import type { OrganisationId } from '../../kernel/ids.ts';
import { type MandateRequestId, MandateTerms, type Signature, Words } from './model-mandates.ts';

export const mandateRequestId = z.uuid().transform((v) => v.toLowerCase() as MandateRequestId);

/** What an organisation asks for: the terms it would put its name to, without term and costs, which the community writes; and why. */
export const RequestTerms = MandateTerms.pick({ scope: true, duties: true, grids: true, levels: true, tiers: true }).extend({ why: Words(600) });
export type RequestTerms = z.infer<typeof RequestTerms>;

/** `agreed`: it was turned into an offer, which is signed or declined like any other. */
export const requestStates = ['offered', 'agreed', 'declined', 'withdrawn'] as const;

export interface MandateRequest extends RequestTerms {
  readonly id: MandateRequestId;
  readonly organisationId: OrganisationId;
  readonly state: (typeof requestStates)[number];
  /** Who asked. */
  readonly offered: Signature;
}

export type RequestChange =
  | { readonly type: 'mandateRequested'; readonly request: MandateRequest }
  | { readonly type: 'mandateRequestDeclined'; readonly requestId: MandateRequestId; readonly by: Signature; readonly reason: string }
  | { readonly type: 'mandateRequestWithdrawn'; readonly requestId: MandateRequestId; readonly on: string };

export type OfficeId = string & { readonly office: unique symbol };
export const officeId = z.uuid().transform((v) => v.toLowerCase() as OfficeId);

/** The ground on which an organisation is said to take part by law or by public office: a law, a decision, a licence, with its source. */
export const OfficeGround = Words(400, 4);

export const officeStates = ['offered', 'agreed', 'declined', 'withdrawn'] as const;

export interface Office {
  readonly id: OfficeId;
  readonly organisationId: OrganisationId;
  /** What kind the organisation was when it was said. */
  readonly kind: string;
  readonly basis: string;
  readonly state: (typeof officeStates)[number];
  /** Who said so. */
  readonly offered: Signature;
}

export type OfficeChange =
  | { readonly type: 'officeStated'; readonly office: Office }
  | { readonly type: 'officeWithdrawn'; readonly officeId: OfficeId; readonly on: string }
  | {
      readonly type: 'officeAnswered';
      readonly officeId: OfficeId;
      readonly organisationId: OrganisationId;
      readonly agrees: boolean;
      readonly by: Signature;
      readonly reason: string;
    };
