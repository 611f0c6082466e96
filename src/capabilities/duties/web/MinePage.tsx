import type { ReactElement } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { sayMoment } from '../../../platform/web/text/moments.ts';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useLanguage, useRichText, useText } from '../../../platform/web/text/TextProvider.tsx';
import { findDuty } from '../catalogue.ts';
import { links } from '../model.ts';
import { mine } from '../queries.ts';
import { standings } from '../queries-mandates.ts';
import styles from './Duties.module.css';

/** What I may do, and why: each duty with the position that gives it and how far it reaches. */
export default function MinePage(): ReactElement {
  const t = useText();
  const rich = useRichText();
  const { language } = useLanguage();
  const { positions, may } = useMe();
  const { rows, loading, problem } = useQueryRows(mine, {});
  return (
    <Page
      title={t('duties.mine')}
      actions={positions.some((p) => !p.seat) && may('community.read') ? <Go to="/acting">{t('community.cover.nav')}</Go> : undefined}
      lead={positions.length > 0 ? <bdi>{positions.map((p) => `${p.organisation} · ${p.title}`).join('；')}</bdi> : undefined}
    >
      {loading && <Loading />}
      {problem && <ProblemNote problem={problem} />}
      {may('community.read') && <LostByMandate />}
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
                      {row.actingUntil
                        ? rich('duties.becauseActing', {
                            organisation: row.organisation ?? '',
                            position: row.title ?? '',
                            name: <PersonText key="name">{row.actingFor ?? ''}</PersonText>,
                            until: sayMoment(language, new Date(row.actingUntil), 'short'),
                          })
                        : t(row.asDeputy ? 'duties.becauseDeputy' : 'duties.because', {
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

/** Duties of one's own organisations that count for nothing now, since no mandate in force carries them, and the way to the mandate. */
function LostByMandate(): ReactElement | null {
  const t = useText();
  const { positions } = useMe();
  const { rows } = useQueryRows(standings, {});
  const lost = rows.filter((row) => row.lost > 0 && positions.some((p) => p.organisationId === row.organisationId));
  if (lost.length === 0) return null;
  return (
    <ul className={styles.mine}>
      {lost.map((row) => (
        <li key={row.organisationId} className="b-card">
          <strong className="b-attention">{t('duties.mineLost', { n: row.lost, organisation: row.name })}</strong>
          <p className="b-small">
            <Go to={`/duties/mandates?organisation=${row.organisationId}`}>{t('duties.mandates')}</Go>
          </p>
        </li>
      ))}
    </ul>
  );
}
