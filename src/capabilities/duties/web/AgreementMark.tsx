import type { ReactElement } from 'react';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useNow } from '../../../platform/web/text/clock.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { AgreementRow } from '../../community/index.ts';

/** What became of an agreement: it waits, holds, should have been tried, was declined or is over. */
export function AgreementMark({ row }: { readonly row: AgreementRow }): ReactElement {
  const t = useText();
  const now = useNow(60_000).toISOString();
  if (row.state === 'offered') return <StatusMark is="todo" word={t('duties.mandate.state.offered')} />;
  if (row.state !== 'agreed') return <StatusMark is="stopped" word={t(`duties.mandate.state.${row.state}`)} />;
  if (!row.inForce)
    return row.since > now && row.endedAt === null ? (
      <StatusMark is="doing" word={t('duties.mandate.state.toCome')} />
    ) : (
      <StatusMark is="stopped" word={t('duties.mandate.state.over')} />
    );
  if (row.nextTestAt !== null && row.nextTestAt <= now) return <StatusMark is="late" word={t('duties.agreement.overdue')} />;
  return <StatusMark is="done" word={t('duties.mandate.state.inForce')} />;
}
