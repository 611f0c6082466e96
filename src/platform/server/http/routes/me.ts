import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { CommunityId, PersonId } from '../../../../kernel/ids.ts';
import type { Api } from '../api.ts';
import type { ServerParts } from '../parts.ts';
import { Refusal, refusal } from '../problem.ts';
import { signedIn } from '../request-session.ts';

const SetupBody = z.object({
  code: z.string().min(1).max(80),
  community: z.object({ name: z.string().trim().min(1).max(80), code12: z.string().regex(/^\d{12}$/) }),
  director: z.object({
    name: z.string().trim().min(1).max(80),
    username: z.string().min(2).max(40),
    password: z.string().min(8).max(128),
    phone: z.string().max(40).optional(),
  }),
});

/** Who am I, and the first run. */
export function meRoutes(api: Api, parts: ServerParts): void {
  const { bus, db, entered, minimumApp = null, profile, sessions, setup } = parts;

  api.get('/me', { schema: { summary: 'The account and what it is in each community', tags: ['me'] } }, async (request) => {
    const { account, memberships } = signedIn(request);
    const described = await Promise.all(
      memberships.map(({ community, person }) =>
        db.as(
          { community, actor: person },
          async (tx) => {
            const [head] = await tx.rows<{ authorityVersion: number }>('select authority_version as "authorityVersion" from platform.head', []);
            const found = head ? await profile(tx, person) : null;
            if (!head || !found) return null;
            const authority = await bus.authorities.of(tx, community, head.authorityVersion, new Date());
            const duties = [...authority.dutiesOf({ kind: 'person', person }).keys()];
            return { community, person, ...found, duties };
          },
          'read only',
        ),
      ),
    );
    return { account, secondFactor: await sessions.hasSecondFactor(account), memberships: described.filter((one) => one !== null), minimumApp };
  });

  api.get('/setup', { schema: { summary: 'Is this the first run?', tags: ['me'] } }, async () => ({
    needed: setup !== null && !(await sessions.anyAccount()),
  }));

  api.post(
    '/setup',
    {
      config: { rateLimit: { max: 10, timeWindow: 60_000 } },
      schema: { body: SetupBody, summary: 'First run: make my community and its director', tags: ['me'] },
    },
    async (request) => {
      const { code, community, director } = request.body;
      return sessions.alone(async () => {
        if (!setup || (await sessions.anyAccount())) throw refusal('conflict', 'http.setUpAlready');
        if (!sameText(code, setup.code)) throw refusal('forbidden', 'http.wrongSetupCode');
        const made = await setup.makeCommunity({ ...community, director: director.name });
        const { username, password, phone } = director;
        const account = await sessions.createAccount({ username, password, phone, memberships: [made] });
        if (!account.ok) throw new Refusal(account.problem);
        await entered({ community: made.community as CommunityId, person: made.person as PersonId });
        return { community: made.community };
      });
    },
  );
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
