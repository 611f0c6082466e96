import type { Served } from './serve.ts';

/** A page of a pull, as it travels. */
export interface CopiedPage {
  readonly cursor: number;
  readonly scopes: string;
  readonly restart: boolean;
  readonly rows: readonly { readonly entity: string; readonly id: string; readonly scope: string }[];
  readonly gone: readonly { readonly entity: string; readonly id: string; readonly kind: string; readonly scope: string }[];
}

/** Signs somebody in on a device that pulls over HTTP and goes on from where it stood. @returns the next page, at each call; `afresh`: the first of a device that has nothing yet */
export async function copyingPhone(
  { app, signIn }: Pick<Served, 'app' | 'signIn'>,
  community: string,
  person: string,
): Promise<(afresh?: boolean) => Promise<CopiedPage>> {
  const cookie = await signIn(community, person);
  let at: Pick<CopiedPage, 'cursor' | 'scopes'> = { cursor: 0, scopes: '' };
  return async (afresh = false) => {
    if (afresh) at = { cursor: 0, scopes: '' };
    const url = `/api/v1/pull?community=${community}&cursor=${at.cursor}&scopes=${at.scopes}&limit=5000`;
    const page = (await app.inject({ url, headers: { cookie } })).json<CopiedPage>();
    at = page;
    return page;
  };
}
