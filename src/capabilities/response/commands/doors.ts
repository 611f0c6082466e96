import { z } from 'zod';
import { command } from '../../../kernel/command.ts';
import type { DwellingId } from '../../../kernel/ids.ts';
import { idOf } from '../../../kernel/ids.ts';
import { ok, refuse } from '../../../kernel/result.ts';
import type { DoorChange } from '../changes.ts';
import { TokenHash } from '../model.ts';

const IssueDoorTokens = z.object({
  tokens: z
    .array(z.object({ dwellingId: idOf<DwellingId>(), hash: TokenHash }))
    .min(1)
    .max(400),
});
type IssueDoorTokens = z.infer<typeof IssueDoorTokens>;

/** Door text by dwelling, of those that exist. */
export type DoorsById = ReadonlyMap<DwellingId, string>;

/** Makes new QR links for doors. The links themselves are shown once, for printing; older posters keep working until they are revoked. */
export const issueDoorTokens = command<IssueDoorTokens, DoorsById, DoorChange>({
  name: 'response.issueDoorTokens',
  ver: 1,
  payload: IssueDoorTokens,
  duty: 'response.command',
  urgency: 'desk',
  offline: false,
  decide(doors, p) {
    const tokens = p.tokens.flatMap(({ dwellingId, hash }) => {
      const door = doors.get(dwellingId);
      return door === undefined ? [] : [{ dwellingId, door, hash }];
    });
    return tokens.length < p.tokens.length ? refuse('missing', 'response.doorGone') : ok([{ type: 'doorTokensIssued', tokens }]);
  },
});

const RevokeDoorTokens = z.object({ dwellingId: idOf<DwellingId>() });
type RevokeDoorTokens = z.infer<typeof RevokeDoorTokens>;

/** Makes all QR links of a door worthless: a poster was photographed, a tenant moved out. State: links in force. */
export const revokeDoorTokens = command<RevokeDoorTokens, number, DoorChange>({
  name: 'response.revokeDoorTokens',
  ver: 1,
  payload: RevokeDoorTokens,
  duty: 'response.command',
  urgency: 'desk',
  offline: false,
  decide: (inForce, p) => (inForce === 0 ? refuse('missing', 'response.noDoorLink') : ok([{ type: 'doorTokenRevoked', dwellingId: p.dwellingId }])),
});
