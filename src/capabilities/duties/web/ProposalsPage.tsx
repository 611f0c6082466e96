import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type ProposalRow, proposals } from '../queries-proposals.ts';
import styles from './Duties.module.css';
import { ProposalMark } from './ProposalMark.tsx';
import { ProposalsForm } from './ProposalsForm.tsx';
import { ProposalsPanel } from './ProposalsPanel.tsx';

/** Changes of the matrix that are being agreed, and those that were. */
export default function ProposalsPage(): ReactElement {
  const t = useText();
  const { rows, loading, problem } = useQueryRows(proposals, {});
  const [id, open, close] = usePanel('proposal');
  const [writing, setWriting] = useState(false);
  const chosen = rows.find((row) => row.id === id);
  const begin = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setWriting(true)}>
      {t('duties.propose')}
    </Button>
  );
  return (
    <Page title={t('duties.proposals')} lead={t('duties.proposalsLead')} actions={begin}>
      {problem && <ProblemNote problem={problem} />}
      {loading && <Loading />}
      {!loading && !problem && rows.length === 0 && <Empty title={t('duties.proposalsNone')} text={t('duties.proposalsNoneText')} />}
      <ul className={styles.cards}>
        {rows.map((row) => (
          <ProposalCard key={row.id} row={row} onOpen={() => open(row.id)} />
        ))}
      </ul>
      {writing ? (
        <SidePanel title={t('duties.propose')} onClose={() => setWriting(false)}>
          <ProposalsForm
            onDone={(made) => {
              setWriting(false);
              open(made);
            }}
          />
        </SidePanel>
      ) : (
        chosen && <ProposalsPanel key={chosen.id} row={chosen} onClose={close} />
      )}
    </Page>
  );
}

function ProposalCard({ row, onOpen }: { readonly row: ProposalRow; readonly onOpen: () => void }): ReactElement {
  const t = useText();
  return (
    <li className="b-card b-rows">
      <div className="b-line">
        <button type="button" className={styles.dutyName} onClick={onOpen}>
          <PersonText>{row.title}</PersonText>
        </button>
        <ProposalMark row={row} />
      </div>
      <div className="b-line b-small b-soft">
        <bdi>{`${row.organisation} · ${row.post}`}</bdi>
        <Ago at={row.madeAt} />
        {row.revision > 1 && <span>{t('duties.proposal.revision', { n: row.revision })}</span>}
        <span>{t('duties.proposal.count', { accepted: row.asked.filter((a) => a.accepts).length, all: row.asked.length })}</span>
      </div>
    </li>
  );
}
