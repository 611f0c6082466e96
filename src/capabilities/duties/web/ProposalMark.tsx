import type { ReactElement } from 'react';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { ProposalRow } from '../queries-proposals.ts';

/** Where a proposal stands: a decline shows, though the proposal stays open to be amended. */
export function ProposalMark({ row }: { readonly row: ProposalRow }): ReactElement {
  const t = useText();
  if (row.state === 'agreed') return <StatusMark is="done" word={t('duties.proposal.agreed')} />;
  if (row.state === 'withdrawn') return <StatusMark is="stopped" word={t('duties.proposal.withdrawn')} />;
  if (row.asked.some((a) => a.accepts === false)) return <StatusMark is="late" word={t('duties.proposal.declined')} />;
  return <StatusMark is="doing" word={t('duties.proposal.open')} />;
}
