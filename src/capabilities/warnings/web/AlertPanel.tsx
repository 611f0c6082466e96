import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { useGo } from '../../../platform/web/shell/address.ts';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { AlertInfo } from '../model.ts';
import { type AlertRow, alert } from '../queries.ts';
import { AreaName, Foreign, Headline, LifeMark, SenderName, useInfos, useInstant, useReasonText, WarningColour } from './AlertMarks.tsx';
import styles from './Warnings.module.css';

/** One alert: its three separate gradings, why it concerns us, every language side by side, and the document itself. */
export function AlertPanel({
  id,
  onClose,
  onOpen,
}: {
  readonly id: string;
  readonly onClose: () => void;
  readonly onOpen: (id: string) => void;
}): ReactElement {
  const t = useText();
  const go = useGo();
  const { community, may } = useMe();
  const { rows, loading, problem } = useQueryRows(alert, { id });
  const [row] = rows;
  const file = `/api/v1/warnings/${id}/cap?${new URLSearchParams({ community: community.id })}`;
  const actions = (
    <>
      {may('warnings.publish') && (
        <Button leftSection={<Icon name="bell" />} onClick={() => go(`/warnings/notices/new?alert=${id}`)}>
          {t('warnings.tell')}
        </Button>
      )}
      {may('warnings.publish') && row?.origin === 'own' && row.supersededBy === null && row.alert.msgType !== 'Cancel' && (
        <Button variant="default" leftSection={<Icon name="edit" />} onClick={() => go(`/warnings/publish?replaces=${id}`)}>
          {t('warnings.publish.replace')}
        </Button>
      )}
      <Button component="a" variant="default" href={file} download="alert.cap.xml" leftSection={<Icon name="download" />}>
        {t('warnings.download')}
      </Button>
    </>
  );
  return (
    <SidePanel title={row ? <Headline row={row} /> : t('warnings.nav')} onClose={onClose} actions={actions}>
      {loading && <Loading />}
      {problem && <ProblemNote problem={problem} />}
      {row && (
        <div className="b-rows">
          <Gradings row={row} />
          <Reasons row={row} />
          <section className="b-rows">
            <h3>{t('warnings.languages')}</h3>
            <div className={styles.languages}>
              <Infos row={row} />
            </div>
          </section>
          <Times row={row} />
          {row.supersededBy && <Related label={t('warnings.replacedBy')} id={row.supersededBy} onOpen={onOpen} />}
          {row.replaced.map((one) => (
            <Related key={one.id} label={t('warnings.replaces')} name={one.identifier} id={one.id} onOpen={onOpen} />
          ))}
          <details>
            <summary>{t('warnings.raw')}</summary>
            <textarea className={styles.raw} dir="ltr" rows={12} readOnly value={row.xml} aria-label={t('warnings.raw')} />
          </details>
        </div>
      )}
    </SidePanel>
  );
}

function Gradings({ row }: { readonly row: AlertRow }): ReactElement {
  const t = useText();
  const info = row.alert.infos[0];
  return (
    <section className="b-rows">
      <dl className={styles.facts}>
        <dt>{t('warnings.column.life')}</dt>
        <dd>
          <LifeMark life={row.life} />
        </dd>
        <dt>{t('warnings.column.colour')}</dt>
        <dd>
          <WarningColour row={row} />
        </dd>
        <dt>{t('warnings.column.hazard')}</dt>
        <dd>{t(`warnings.hazard.${row.hazard}`)}</dd>
        {row.severity && (
          <>
            <dt>{t('warnings.severity')}</dt>
            <dd>{t(`warnings.severity.${row.severity}`)}</dd>
          </>
        )}
        {row.responseLevel && (
          <>
            <dt>{t('warnings.responseLevel')}</dt>
            <dd>{t('web.level', { level: row.responseLevel })}</dd>
          </>
        )}
        {info && (
          <>
            <dt>{t('warnings.urgency')}</dt>
            <dd>{t(`warnings.urgency.${info.urgency}`)}</dd>
            <dt>{t('warnings.certainty')}</dt>
            <dd>{t(`warnings.certainty.${info.certainty}`)}</dd>
          </>
        )}
      </dl>
      <p className="b-soft b-small">{t('warnings.separate')}</p>
    </section>
  );
}

function Reasons({ row }: { readonly row: AlertRow }): ReactElement {
  const t = useText();
  const say = useReasonText();
  return (
    <section className="b-rows">
      <h3>{t('warnings.why')}</h3>
      {row.matched.length === 0 ? (
        <p>{t('warnings.why.none')}</p>
      ) : (
        <ul>
          {row.matched.map((reason) => (
            <li key={JSON.stringify(reason)}>
              {say(reason)} <AreaName row={row} reason={reason} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Infos({ row }: { readonly row: AlertRow }): ReactElement {
  const infos = useInfos(row);
  return (
    <>
      {infos.map((info) => (
        <InfoCard key={`${info.language} ${info.headline} ${info.event}`} info={info} />
      ))}
    </>
  );
}

function InfoCard({ info }: { readonly info: AlertInfo }): ReactElement {
  const t = useText();
  return (
    <div className="b-card" lang={info.language} dir="auto">
      <p>
        <strong>
          <Foreign info={info} text={info.headline ?? info.event} />
        </strong>
      </p>
      {info.description && <p className={styles.prose}>{info.description}</p>}
      {info.instruction && (
        <>
          <p className="b-soft b-small" lang={document.documentElement.lang} dir={document.documentElement.dir}>
            {t('warnings.instruction')}
          </p>
          <p className={styles.prose}>{info.instruction}</p>
        </>
      )}
      <p className="b-soft b-small">
        {info.senderName && <bdi>{info.senderName}</bdi>} {info.areas.map((area) => area.areaDesc).join(' · ')}
      </p>
    </div>
  );
}

function Times({ row }: { readonly row: AlertRow }): ReactElement {
  const t = useText();
  const say = useInstant();
  const { alert: message } = row;
  return (
    <section className="b-rows">
      <h3>{t('warnings.times')}</h3>
      <dl className={styles.facts}>
        <dt>{t('warnings.column.sender')}</dt>
        <dd>
          <SenderName row={row} />
        </dd>
        <dt>{t('warnings.origin')}</dt>
        <dd>{t(`warnings.origin.${row.origin}`)}</dd>
        <dt>{t('warnings.time.sent')}</dt>
        <dd>{say(message.sent)}</dd>
        <dt>{t('warnings.time.received')}</dt>
        <dd>{say(row.receivedAt)}</dd>
        <dt>{t('warnings.time.onset')}</dt>
        <dd>{say(row.onsetAt)}</dd>
        <dt>{t('warnings.time.expires')}</dt>
        <dd>{say(row.expiresAt)}</dd>
      </dl>
    </section>
  );
}

function Related({
  label,
  name,
  id,
  onOpen,
}: {
  readonly label: string;
  readonly name?: string;
  readonly id: string;
  readonly onOpen: (id: string) => void;
}): ReactElement {
  const t = useText();
  return (
    <p className="b-line">
      <span>{label}</span>
      {name && <bdi className="b-small">{name}</bdi>}
      <Button variant="subtle" size="compact-md" onClick={() => onOpen(id)}>
        {t('warnings.openOther')}
      </Button>
    </p>
  );
}
