import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactElement, type ReactNode, useContext, useMemo, useState } from 'react';
import type { MinimumApp } from '../../../kernel/app-version.ts';
import type { CommunityId, OrganisationId, PersonId, PositionId } from '../../../kernel/ids.ts';
import type { Result } from '../../../kernel/result.ts';
import { ask } from './api.ts';

export interface HeldPosition {
  readonly id: PositionId;
  readonly title: string;
  readonly organisation: string;
  /** Absent in what an older app kept for times without a network. */
  readonly organisationId?: OrganisationId;
  /** One member of a team, not a post of the organisation. */
  readonly seat?: boolean;
  /** Acts for a holder who is away, until then (ISO 8601); null or absent: does not. */
  readonly actingUntil?: string | null;
  /** Held as the deputy of somebody else. */
  readonly asDeputy?: boolean;
}

/** A person's place in one community, as `GET /api/v1/me` tells it. */
export interface Membership {
  readonly community: CommunityId;
  readonly name: string;
  readonly person: PersonId;
  readonly positions: readonly HeldPosition[];
  /** Codes of the duties held now, anywhere in the community. */
  readonly duties: readonly string[];
}

interface Account {
  readonly memberships: readonly Membership[];
  /** Older apps may not take up new work; null: every version may. */
  readonly minimumApp?: MinimumApp | null;
}

/** Who uses this screen, where, and what they may do. */
export interface Me {
  readonly person: PersonId;
  readonly community: { readonly id: CommunityId; readonly name: string };
  readonly positions: readonly HeldPosition[];
  /** Does one of the person's positions hold this duty, anywhere in the community? The server still checks area and moment. */
  readonly may: (duty: string) => boolean;
  readonly memberships: readonly Membership[];
  readonly minimumApp: MinimumApp | null;
  readonly choose: (community: CommunityId) => void;
}

const MeContext = createContext<Me | null>(null);
const chosenKey = 'banyan.community';

export type SignInState = 'asking' | 'signedOut' | 'away' | 'signedIn';

/** Asks once who is signed in; again after a sign-in, and every few minutes, for duties change. */
export function useAccount(): { readonly state: SignInState; readonly account: Account | null; readonly again: () => Promise<void> } {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ['me'],
    queryFn: () => ask<Account>('/api/v1/me').then(keepOffline),
    refetchInterval: 300_000,
    staleTime: 60_000,
    networkMode: 'always',
  });
  const again = () => client.invalidateQueries({ queryKey: ['me'] });
  if (!data) return { state: 'asking', account: null, again };
  if (data.ok) return { state: 'signedIn', account: data.value, again };
  return { state: data.problem.kind === 'unauthenticated' ? 'signedOut' : 'away', account: null, again };
}

const keptAccount = 'banyan.account';

/** Without a network the last answer stands, so that a phone can be opened in a stairwell. Signing out forgets it. */
function keepOffline(answer: Result<Account>): Result<Account> {
  try {
    if (answer.ok) {
      // Only what the frame of the pages needs: no name of a person stands here in the clear.
      const memberships = answer.value.memberships.map(({ community, name, person, positions, duties }) => ({
        community,
        name,
        person,
        positions,
        duties,
      }));
      localStorage.setItem(keptAccount, JSON.stringify({ memberships, minimumApp: answer.value.minimumApp ?? null }));
    } else if (answer.problem.kind === 'unauthenticated') localStorage.removeItem(keptAccount);
    else {
      const kept = localStorage.getItem(keptAccount);
      if (kept) return { ok: true, value: JSON.parse(kept) as Account };
    }
  } catch {
    // Nothing can be kept here (a private window): the answer itself stands.
  }
  return answer;
}

/** After signing out, nobody may open this device's pages without a network. */
export function forgetAccount(): void {
  try {
    localStorage.removeItem(keptAccount);
  } catch {
    // Nothing was kept.
  }
}

/** Puts the chosen membership before the pages below. */
export function MeProvider({ account, children }: { readonly account: Account; readonly children: ReactNode }): ReactElement | null {
  const { memberships, minimumApp = null } = account;
  const [chosen, setChosen] = useState(() => sessionStorage.getItem(chosenKey));
  const membership = memberships.find((each) => each.community === chosen) ?? memberships[0];
  const me = useMemo((): Me | null => {
    if (!membership) return null;
    const duties = new Set(membership.duties);
    return {
      person: membership.person,
      community: { id: membership.community, name: membership.name },
      // One's own positions stand before those one stands in for.
      positions: membership.positions.toSorted((a, b) => Number(a.asDeputy ?? false) - Number(b.asDeputy ?? false)),
      may: (duty) => duties.has(duty),
      memberships,
      minimumApp,
      choose: (community) => {
        sessionStorage.setItem(chosenKey, community);
        setChosen(community);
      },
    };
  }, [membership, memberships, minimumApp]);
  if (!me) return null;
  return (
    <MeContext value={me} key={me.community.id}>
      {children}
    </MeContext>
  );
}

/** The signed-in person. Only below the shell's signed-in pages; public pages use {@link useMaybeMe}. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe on a page without a signed-in person');
  return me;
}

export const useMaybeMe = (): Me | null => useContext(MeContext);
