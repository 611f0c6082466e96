import type { ReactElement } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { findDuty } from '../catalogue.ts';
import { links } from '../model.ts';
import { mine } from '../queries.ts';
import styles from './Duties.module.css';

/** What I may do, and why: each duty with the position that gives it and how far it reaches. */
export default function MinePage(): ReactElement {
  const t = useText();
  const { positions, may } = useMe();
  const { rows, loading, problem } = useQueryRows(mine, {});
  return (
    <Page
      title={t('duties.mine')}
      lead={positions.length > 0 ? <bdi>{positions.map((p) => `${p.organisation} · ${p.title}`).join('；')}</bdi> : undefined}
    >
      {loading && <Loading />}
      {problem && <ProblemNote problem={problem} />}
      {!loading && !problem && rows.length === 0 && <Empty title={t('duties.mineNothing')} text={t('duties.mineNothingText')} />}
      {links.map((link) => {
        const held = rows.filter((row) => findDuty(row.duty)?.link === link);
        return (
          held.length > 0 && (
            <section key={link} className="b-rows">
              <h2>{t(`duties.link.${link}`)}</h2>
              <ul className={styles.mine}>
                {held.map((row) => (
                  <li key={row.duty} className="b-card">
                    <strong>
                      {may('community.read') ? <Go to={`/duties?duty=${row.duty}`}>{t(`duty.${row.duty}`)}</Go> : t(`duty.${row.duty}`)}
                    </strong>
                    <p className="b-small">
                      {t(row.asDeputy ? 'duties.becauseDeputy' : 'duties.because', {
                        organisation: row.organisation ?? '',
                        position: row.title ?? '',
                      })}
                    </p>
                    <p className="b-small b-soft">
                      {row.gridNumbers ? t('duties.inGrids', { grids: row.gridNumbers.join(' · ') }) : t('duties.everywhere')}
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
    </Page>
  );
}
