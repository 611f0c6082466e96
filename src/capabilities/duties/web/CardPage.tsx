import { Button, NativeSelect } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { PrintSheet, printPage } from '../../../platform/web/parts/PrintSheet.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { useAddress } from '../../../platform/web/shell/address.ts';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { isLanguage, type Language, languages, ownName } from '../../../platform/web/text/languages.ts';
import { InLanguage, useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { type OrganisationRow, organisations, rememberLanguage } from '../../community/index.ts';
import { findDuty } from '../catalogue.ts';
import { links, roles } from '../model.ts';
import { type CardRow, card } from '../queries.ts';
import { byStrength, letterOf } from '../rules/matrix.ts';
import { Limits } from './CardLine.tsx';
import styles from './Duties.module.css';

/**
 * One organisation's card for its wall: what it answers for, does, is asked and told, by link. Posts are named, people are not. It is in the
 * language that was chosen for this sheet, else in the organisation's own, else in the reader's.
 */
export default function CardPage(): ReactElement {
  const t = useText();
  const reader = useLanguage();
  const [id, choose] = useAddress('organisation');
  const [wanted, want] = useAddress('lang');
  const asked = card.args.safeParse({ organisationId: id ?? '' });
  const { rows, loading, problem } = useQueryRows(card, asked.success ? asked.data : { duty: '-' }, { when: asked.success });
  const everyone = useQueryRows(organisations, {});
  const own = everyone.rows.find((row) => row.id === id);
  const language = isLanguage(wanted) ? wanted : isLanguage(own?.language) ? own.language : reader.language;
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
          label={t('duties.organisation')}
          value={own?.id ?? ''}
          onChange={(event) => {
            choose(event.currentTarget.value || null);
            want(null);
          }}
          data={[
            { value: '', label: t('duties.cardChoose') },
            ...everyone.rows.filter((row) => row.status === 'active').map((row) => ({ value: row.id as string, label: row.name })),
          ]}
        />
        <NativeSelect
          label={t('duties.cardLanguage')}
          value={language}
          onChange={(event) => want(event.currentTarget.value)}
          data={languages.map((one) => ({ value: one, label: ownName[one] }))}
        />
        {own && own.language !== language && <Remember organisation={own} language={language} />}
      </div>
      {asked.success && (loading || everyone.loading) && <Loading />}
      {problem && <ProblemNote problem={problem} />}
      {asked.success && !loading && !problem && rows.length === 0 && <Empty title={t('duties.holdsNothing')} />}
      {rows.length > 0 && !everyone.loading && (
        <div className={styles.paper}>
          <InLanguage language={language} meanwhile={<Loading />}>
            <Sheet rows={rows} />
          </InLanguage>
        </div>
      )}
    </Page>
  );
}

/** The organisation's sheets are in this language from now on; offered to those who may say so. */
function Remember({ organisation, language }: { readonly organisation: OrganisationRow; readonly language: Language }): ReactElement | null {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const { positions, may } = useMe();
  const [refused, setRefused] = useState<Problem | null>(null);
  if (!may('community.manage') && !positions.some((p) => p.organisationId === organisation.id && !p.seat)) return null;
  const remember = async () => {
    const result = await send(rememberLanguage, { organisationId: organisation.id, language });
    setRefused(result.status === 'refused' ? result.problem : null);
    if (result.status !== 'refused') toast(t('duties.cardRemembered'));
  };
  return (
    <>
      <Button variant="default" onClick={() => void remember()}>
        {t('duties.cardRemember', { language: ownName[language] })}
      </Button>
      {refused && <ProblemNote problem={refused} />}
    </>
  );
}

function Sheet({ rows }: { readonly rows: readonly CardRow[] }): ReactElement {
  const t = useText();
  return (
    <PrintSheet title={t('duties.cardTitle', { organisation: rows[0]?.organisation ?? '' })}>
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
      <p className="b-small">{roles.map((role) => t(`duties.role.${role}`)).join(' · ')}</p>
    </PrintSheet>
  );
}

function Held({ row }: { readonly row: CardRow }): ReactElement {
  const t = useText();
  return (
    <li className={styles.cardLine}>
      <span className={styles.letters} data-role={row.role}>
        {letterOf(row)}
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
