import { Button, SegmentedControl } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { organisations } from '../../community/index.ts';
import { everyPostHolds, findDuty } from '../catalogue.ts';
import { card } from '../queries.ts';
import { cellHistory } from '../queries-record.ts';
import { byStrength } from '../rules/matrix.ts';
import { AssignForm } from './AssignForm.tsx';
import { CardLine } from './CardLine.tsx';
import { CellHistory } from './CellHistory.tsx';
import styles from './Duties.module.css';
import { ProposalsForm } from './ProposalsForm.tsx';
import type { Beginning } from './propose-path.ts';

interface Props {
  readonly duty: string;
  readonly organisationId: string;
  readonly onClose: () => void;
}

/** One cell of the matrix: what stands in it, what is being proposed for it, how it came about, and the form to change it. */
export function CellPanel({ duty, organisationId, onClose }: Props): ReactElement {
  const t = useText();
  const everyone = useQueryRows(organisations, {});
  const name = everyone.rows.find((row) => row.id === organisationId)?.name ?? '';
  const { rows, loading, problem } = useQueryRows(card, card.args.parse({ duty }));
  const past = useQueryRows(cellHistory, cellHistory.args.parse({ duty, organisationId }));
  const [begins, setBegins] = useState<Beginning | null>(null);
  const held = rows.filter((row) => row.organisationId === organisationId).sort(byStrength);
  const talks = past.rows.flatMap((row) => (row.is === 'talked' && row.talk.state === 'open' ? [row.talk] : []));
  const known = findDuty(duty);
  // Where nothing stands and nothing is being talked about, the form is what one came for.
  const writes = begins ?? (!loading && !past.loading && held.length === 0 && talks.length === 0 ? { duty, organisation: organisationId } : null);
  return (
    <SidePanel title={known ? t(`duty.${duty}`) : duty} onClose={onClose}>
      <p className="b-line">
        <strong>
          <PersonText>{name}</PersonText>
        </strong>
        <Go to={`/duties?duty=${encodeURIComponent(duty)}`}>{t('duties.aboutDuty')}</Go>
        <Go to={`/duties?organisation=${encodeURIComponent(organisationId)}`}>{t('duties.aboutOrganisation')}</Go>
      </p>
      {(loading || past.loading) && <Loading />}
      {problem && <ProblemNote problem={problem} />}
      {!loading && !problem && held.length === 0 && <p>{t(duty === everyPostHolds ? 'duties.everyPost' : 'duties.cellNothing')}</p>}
      <ul className={styles.cards}>
        {held.map((row) => (
          <CardLine key={row.id} row={row} what="holder">
            <div className="b-line">
              <Button size="compact-sm" variant="default" onClick={() => setBegins({ ends: row.id })}>
                {t('duties.proposeChange')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => setBegins({ kind: 'end', ends: row.id })}>
                {t('duties.proposeEnd')}
              </Button>
            </div>
          </CardLine>
        ))}
      </ul>
      {talks.map((talk) => (
        <p key={talk.id}>
          {t('duties.cellTalk')}{' '}
          <Go to={`/duties/proposals?proposal=${talk.id}`}>
            <PersonText>{talk.title}</PersonText>
          </Go>
        </p>
      ))}
      {known && duty !== everyPostHolds && !loading && !past.loading && (
        <>
          {writes ? (
            <Write key={JSON.stringify(writes)} begins={writes} duty={duty} organisationId={organisationId} onDone={onClose} />
          ) : (
            <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setBegins({ duty, organisation: organisationId })}>
              {t('duties.proposeMore')}
            </Button>
          )}
        </>
      )}
      {!past.loading && <CellHistory rows={past.rows} problem={past.problem} organisationId={organisationId} />}
    </SidePanel>
  );
}

interface WriteProps {
  readonly begins: Beginning;
  readonly duty: string;
  readonly organisationId: string;
  readonly onDone: () => void;
}

/** The form: a proposal to those whom it concerns; whoever keeps the matrix may also write past them what has been settled elsewhere. */
function Write({ begins, duty, organisationId, onDone }: WriteProps): ReactElement {
  const t = useText();
  const { may } = useMe();
  const [how, setHow] = useState('propose');
  const atOnce = begins.ends === undefined && how === 'assign';
  return (
    <section className="b-rows" aria-label={t('duties.propose')}>
      {begins.ends === undefined && may('duties.assign') ? (
        <SegmentedControl
          aria-label={t('duties.how')}
          value={how}
          onChange={setHow}
          data={[
            { value: 'propose', label: t('duties.propose') },
            { value: 'assign', label: t('duties.assignAtOnce') },
          ]}
        />
      ) : (
        <h3>{t('duties.propose')}</h3>
      )}
      {atOnce ? <AssignForm duty={duty} organisationId={organisationId} onDone={onDone} /> : <ProposalsForm begins={begins} onDone={onDone} />}
    </section>
  );
}
