import type { ReactElement } from 'react';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { roles } from '../model.ts';
import { card } from '../queries.ts';
import { CardLine } from './CardLine.tsx';
import styles from './Duties.module.css';
import { proposePath } from './propose-path.ts';

interface Props {
  readonly id: string;
  readonly onClose: () => void;
  readonly onDuty: (code: string) => void;
}

/** One organisation's card: what it answers for, what it does, where it is asked and told. */
export function OrganisationPanel({ id, onClose, onDuty }: Props): ReactElement {
  const t = useText();
  const { rows, loading, problem } = useQueryRows(card, card.args.parse({ organisationId: id }));
  const ordered = roles.toSorted((a, b) => 'ARCI'.indexOf(a) - 'ARCI'.indexOf(b));
  return (
    <SidePanel title={<bdi>{rows[0]?.organisation ?? t('duties.organisation')}</bdi>} onClose={onClose}>
      <p>
        <Go to={`/organisations?organisation=${id}`}>{t('duties.openOrganisation')}</Go>
        {' · '}
        <Go to={`/duties/card?organisation=${id}`}>{t('duties.card')}</Go>
        {' · '}
        <Go to={proposePath({ organisation: id })}>{t('duties.propose')}</Go>
      </p>
      {loading && <Loading />}
      {problem && <ProblemNote problem={problem} />}
      {!loading && !problem && rows.length === 0 && <p>{t('duties.holdsNothing')}</p>}
      {ordered.map((role) => {
        const held = rows.filter((row) => row.role === role);
        return (
          held.length > 0 && (
            <section key={role}>
              <h3>{t(`duties.role.${role}`)}</h3>
              <ul className={styles.cards}>
                {held.map((row) => (
                  <CardLine key={row.id} row={row} what="duty" onDuty={onDuty} />
                ))}
              </ul>
            </section>
          )
        );
      })}
    </SidePanel>
  );
}
