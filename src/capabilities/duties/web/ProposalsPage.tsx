import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, Num, PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type ProposalRow, proposals } from '../queries-proposals.ts';
import styles from './Duties.module.css';
import { ProposalMark } from './ProposalMark.tsx';
import { ProposalsForm } from './ProposalsForm.tsx';
import { ProposalsPanel } from './ProposalsPanel.tsx';
import { useBeginning } from './propose-path.ts';

/** Changes of the matrix that are being agreed, and those that were. */
export default function ProposalsPage(): ReactElement {
  const t = useText();
  const { rows, loading, problem } = useQueryRows(proposals, {});
  const [id, open, close] = usePanel('proposal');
  const [begins, forget] = useBeginning();
  const [writing, setWriting] = useState(false);
  const chosen = rows.find((row) => row.id === id);
  const mine = rows.filter((row) => row.state === 'open' && row.mayAnswer.length > 0);
  const others = rows.filter((row) => row.state === 'open' && row.mayAnswer.length === 0);
  const settled = rows.filter((row) => row.state !== 'open');
  const stop = () => {
    setWriting(false);
    if (begins) forget();
  };
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
      <Cards title={t('duties.proposalsMine')} rows={mine} onOpen={open} />
      <Cards title={t('duties.proposalsOpen')} rows={others} onOpen={open} />
      <Cards title={t('duties.proposalsSettled')} rows={settled} onOpen={open} />
      {writing || begins ? (
        <SidePanel title={t('duties.propose')} onClose={stop}>
          <ProposalsForm
            key={begins ? JSON.stringify(begins) : ''}
            begins={begins ?? undefined}
            onDone={(made) => {
              stop();
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

interface CardsProps {
  readonly title: string;
  readonly rows: readonly ProposalRow[];
  readonly onOpen: (id: string) => void;
}

function Cards({ title, rows, onOpen }: CardsProps): ReactElement | null {
  if (rows.length === 0) return null;
  return (
    <section className="b-rows" aria-label={title}>
      <h2>
        {title}{' '}
        <span className="b-soft">
          <Num value={rows.length} />
        </span>
      </h2>
      <ul className={styles.cards}>
        {rows.map((row) => (
          <ProposalCard key={row.id} row={row} onOpen={() => onOpen(row.id)} />
        ))}
      </ul>
    </section>
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
        {row.settledAt && (
          <span>
            {t('duties.proposal.settled')} <When at={row.settledAt} style="date" />
          </span>
        )}
        {row.revision > 1 && <span>{t('duties.proposal.revision', { n: row.revision })}</span>}
        <span>{t('duties.proposal.count', { accepted: row.asked.filter((a) => a.accepts).length, all: row.asked.length })}</span>
      </div>
    </li>
  );
}
