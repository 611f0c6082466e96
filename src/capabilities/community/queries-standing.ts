import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import { organisationId } from './model.ts';
import { mandateId } from './model-mandates.ts';
import { mandateRequestId, officeId, officeStates, RequestTerms, requestStates } from './model-standing.ts';
import { OwnPost, Signed } from './queries-mandates.ts';

const ofOne = z.object({ organisationId: organisationId.optional() });

export const RequestRow = RequestTerms.extend({
  id: mandateRequestId,
  organisationId,
  organisation: z.string(),
  state: z.enum(requestStates),
  asked: Signed,
  /** Who turned it into an offer, or declined it. */
  answered: Signed.nullable(),
  answerReason: z.string(),
  /** The offer it became. */
  mandateId: mandateId.nullable(),
  mayWithdraw: z.array(OwnPost),
});
export type RequestRow = z.infer<typeof RequestRow>;
/** Mandates that organisations have asked for: what waits first, then the latest. */
export const mandateRequests = query({ name: 'community.mandateRequests', duty: 'community.read', args: ofOne, row: RequestRow });

export const OfficeRow = z.object({
  id: officeId,
  organisationId,
  organisation: z.string(),
  kind: z.string(),
  basis: z.string(),
  state: z.enum(officeStates),
  stated: Signed,
  answered: Signed.nullable(),
  answerReason: z.string(),
  /** The asker's posts that may agree or say why not. */
  mayAnswer: z.array(OwnPost),
});
export type OfficeRow = z.infer<typeof OfficeRow>;
/** On what ground organisations take part by law, who said so and who agreed: what waits first, then the latest. */
export const offices = query({ name: 'community.offices', duty: 'community.read', args: ofOne, row: OfficeRow });
