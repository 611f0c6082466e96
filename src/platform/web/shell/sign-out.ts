import { useQueryClient } from '@tanstack/react-query';
import { useConfirm } from '../parts/overlays.tsx';
import { ask } from '../sync/api.ts';
import { leaveKeys } from '../sync/handover.ts';
import { useLink, useNetwork } from '../sync/LinkProvider.tsx';
import { forgetAccount, useMe } from '../sync/me.tsx';
import { useText } from '../text/TextProvider.tsx';

/** Signs out: the copy on this device goes, what is unsent stays and says so. */
export function useSignOut(): () => Promise<void> {
  const t = useText();
  const confirm = useConfirm();
  const client = useQueryClient();
  const link = useLink();
  const { community, person } = useMe();
  const { unsent } = useNetwork();
  return async () => {
    if (unsent > 0 && !(await confirm({ title: t('web.signOut'), text: t('web.signOut.unsent', { n: unsent }), action: t('web.signOut') }))) return;
    await ask('/api/auth/sign-out', { method: 'POST', body: {} });
    await link.forgetCopy();
    leaveKeys(`${community.id} ${person}`, null);
    forgetAccount();
    client.removeQueries({ queryKey: ['rows'] });
    await client.resetQueries({ queryKey: ['me'] });
  };
}
