import type { ReactElement } from 'react';
import type { OrganisationId } from '../../../kernel/ids.ts';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { standings } from '../queries-mandates.ts';
import { lastDayOf } from '../rules/mandates.ts';
import { Call } from './Call.tsx';
import styles from './Community.module.css';
import { OfficePart } from './OfficePart.tsx';

/** The place of an organisation in the emergency system: by law, by a mandate and until when, or not yet; and its number for any hour. */
export function StandingPart({ organisationId }: { readonly organisationId: OrganisationId }): ReactElement | null {
  const t = useText();
  const [row] = useQueryRows(standings, { organisationId }).rows;
  if (!row) return null;
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t('community.standing')}</dt>
        <dd className="b-line">
          <span className={row.stage === 'lapsed' ? 'b-attention' : ''}>{t(`community.stage.${row.stage}`)}</span>
          {row.until && row.stage !== 'none' && (
            <span className="b-soft b-small">
              {t('community.standingUntil')} <When at={lastDayOf(row.until)} style="date" />
            </span>
          )}
          {row.stage !== 'none' && <Go to={`/duties/mandates?organisation=${organisationId}`}>{t('community.standingOpen')}</Go>}
        </dd>
        {row.assessment && (
          <>
            <dt>{t('community.contact24')}</dt>
            <dd>
              <Call number={row.assessment.contact24} />
            </dd>
          </>
        )}
      </dl>
      <OfficePart row={row} />
    </>
  );
}
