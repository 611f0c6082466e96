import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type AgreementRow, agreements, signingPosts } from '../../community/index.ts';
import { AgreementForm } from './AgreementForm.tsx';
import { AgreementMark } from './AgreementMark.tsx';
import { AgreementPanel } from './AgreementPanel.tsx';
import styles from './Duties.module.css';

/** What organisations have promised each other, whether it was tried, and what waits for an answer. */
export default function AgreementsPage(): ReactElement {
  const t = useText();
  const { rows, loading, problem } = useQueryRows(agreements, {});
  const posts = useQueryRows(signingPosts, {});
  const [id, open, close] = usePanel('agreement');
  const [writing, setWriting] = useState(false);
  const chosen = rows.find((row) => row.id === id);
  const begin = posts.rows.length > 0 && (
    <Button leftSection={<Icon name="plus" />} onClick={() => setWriting(true)}>
      {t('duties.agreement.offer')}
    </Button>
  );
  return (
    <Page title={t('duties.agreements')} lead={t('duties.agreement.lead')} actions={begin}>
      {problem && <ProblemNote problem={problem} />}
      {loading && <Loading />}
      {!loading && !problem && rows.length === 0 && <Empty title={t('duties.agreement.none')} text={t('duties.agreement.noneText')} />}
      <ul className={styles.cards}>
        {rows.map((row) => (
          <AgreementCard key={row.id} row={row} onOpen={() => open(row.id)} />
        ))}
      </ul>
      {writing ? (
        <SidePanel title={t('duties.agreement.offer')} onClose={() => setWriting(false)}>
          <AgreementForm posts={posts.rows} onDone={() => setWriting(false)} />
        </SidePanel>
      ) : (
        chosen && <AgreementPanel key={chosen.id} row={chosen} onClose={close} />
      )}
    </Page>
  );
}

function AgreementCard({ row, onOpen }: { readonly row: AgreementRow; readonly onOpen: () => void }): ReactElement {
  const t = useText();
  return (
    <li className="b-card b-rows">
      <div className="b-line">
        <button type="button" className={styles.dutyName} onClick={onOpen}>
          <bdi>{row.organisation}</bdi> – <bdi>{row.partner}</bdi>
        </button>
        <AgreementMark row={row} />
      </div>
      <div className="b-line b-small b-soft">
        <span>{t(`duties.agreement.kind.${row.kind}`)}</span>
        {row.testedAt && (
          <span>
            {t('duties.agreement.testedAt')} <When at={row.testedAt} style="date" />
          </span>
        )}
        {row.inForce && row.nextTestAt && (
          <span>
            {t('duties.agreement.nextTest')} <When at={row.nextTestAt} style="date" />
          </span>
        )}
      </div>
    </li>
  );
}
