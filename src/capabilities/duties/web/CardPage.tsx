import { Button, NativeSelect } from '@mantine/core';
import type { ReactElement } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { PrintSheet, printPage } from '../../../platform/web/parts/PrintSheet.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { useAddress } from '../../../platform/web/shell/address.ts';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { type Language, languages, ownName } from '../../../platform/web/text/languages.ts';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { findDuty } from '../catalogue.ts';
import { links, roles } from '../model.ts';
import { type CardRow, card } from '../queries.ts';
import { byStrength } from '../rules/matrix.ts';
import { Limits } from './CardLine.tsx';
import styles from './Duties.module.css';

/** One organisation's card for its wall: what it answers for, does, is asked and told, by link; in the language it reads. Posts are named, people are not. */
export default function CardPage(): ReactElement {
  const t = useText();
  const { language, choose } = useLanguage();
  const [id] = useAddress('organisation');
  const asked = card.args.safeParse({ organisationId: id ?? '' });
  const { rows, loading, problem } = useQueryRows(card, asked.success ? asked.data : { duty: '-' }, { when: asked.success });
  const name = rows[0]?.organisation ?? '';
  return (
    <Page
      title={t('duties.card')}
      lead={t('duties.cardLead')}
      actions={
        <Button leftSection={<Icon name="print" />} onClick={printPage}>
          {t('duties.cardPrint')}
        </Button>
      }
    >
      <div className={`${styles.filters} b-noprint`}>
        <NativeSelect
          label={t('duties.cardLanguage')}
          value={language}
          onChange={(event) => choose(event.currentTarget.value as Language)}
          data={languages.map((one) => ({ value: one, label: ownName[one] }))}
        />
      </div>
      {asked.success && loading && <Loading />}
      {problem && <ProblemNote problem={problem} />}
      {!(asked.success && loading) && !problem && rows.length === 0 && <Empty title={t('duties.holdsNothing')} />}
      {rows.length > 0 && (
        <PrintSheet title={t('duties.cardTitle', { organisation: name })}>
          <p>{t('duties.cardText')}</p>
          <div className={styles.wall}>
            {links.map((link) => {
              const held = rows.filter((row) => findDuty(row.duty)?.link === link);
              return (
                held.length > 0 && (
                  <section key={link}>
                    <h3>{t(`duties.link.${link}`)}</h3>
                    <ul className={styles.cards}>
                      {[...held].sort(byStrength).map((row) => (
                        <Held key={row.id} row={row} />
                      ))}
                    </ul>
                  </section>
                )
              );
            })}
          </div>
          <p className="b-small">{roles.map((role) => `${role} ${t(`duties.role.${role}`)}`).join(' · ')}</p>
        </PrintSheet>
      )}
    </Page>
  );
}

function Held({ row }: { readonly row: CardRow }): ReactElement {
  const t = useText();
  return (
    <li className={styles.cardLine}>
      <span className={styles.letters} data-role={row.role}>
        {row.role}
        {row.rank > 1 && row.rank}
      </span>
      <div className="b-rows">
        <strong>{t(`duty.${row.duty}`)}</strong>
        <div className="b-small">
          {t(`duties.role.${row.role}`)}
          {row.rank > 1 && ` · ${t('duties.backup', { rank: row.rank })}`}
          {row.title && (
            <>
              {' · '}
              <bdi>{row.title}</bdi>
            </>
          )}
          {!row.carried && ` · ${t('duties.uncarried')}`}
        </div>
        <Limits row={{ grids: row.grids, hazards: row.hazards, levels: row.levels, until: row.until }} />
      </div>
    </li>
  );
}
