import type { ReactElement } from 'react';
import { ColourMark } from '../../../platform/web/parts/marks.tsx';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { sayMoment } from '../../../platform/web/text/moments.ts';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import type { AlertInfo, MatchReason } from '../model.ts';
import type { AlertRow } from '../queries.ts';
import { infoFor } from '../rules/reading.ts';

/** The colour as its sender states it; a warning without colour says that it has none. */
export function WarningColour({ row }: { readonly row: Pick<AlertRow, 'colour'> }): ReactElement {
  const t = useText();
  return row.colour ? <ColourMark colour={row.colour} /> : <span className="b-soft">{t('warnings.noColour')}</span>;
}

const shapeOf: Readonly<Record<AlertRow['life'], Status>> = {
  current: 'doing',
  coming: 'todo',
  expired: 'stopped',
  superseded: 'stopped',
  message: 'unknown',
};

export function LifeMark({ life }: { readonly life: AlertRow['life'] }): ReactElement {
  const t = useText();
  return <StatusMark is={shapeOf[life]} word={t(`warnings.life.${life}`)} />;
}

/** Headline in the reader's language, else in Chinese, marked with the language it is in. */
export function Headline({ row }: { readonly row: Pick<AlertRow, 'alert'> }): ReactElement {
  const { language } = useLanguage();
  const info = infoFor(row.alert, language);
  return <Foreign info={info} text={headlineOf(row, language)} />;
}

export function headlineOf({ alert }: Pick<AlertRow, 'alert'>, language: string): string {
  const info = infoFor(alert, language);
  return info?.headline ?? info?.event ?? alert.note ?? alert.identifier;
}

/** The sender's own words, in their own language and direction. */
export function Foreign({ info, text }: { readonly info: AlertInfo | null; readonly text: string }): ReactElement {
  return (
    <bdi lang={info?.language} dir="auto">
      {text}
    </bdi>
  );
}

/** The infos, the one for the reader first. */
export function useInfos({ alert }: Pick<AlertRow, 'alert'>): readonly AlertInfo[] {
  const { language } = useLanguage();
  const first = infoFor(alert, language);
  return alert.infos.toSorted((a, b) => Number(b === first) - Number(a === first));
}

/** Who sent it, as named in the reader's language where the sender did so. */
export function SenderName({ row }: { readonly row: Pick<AlertRow, 'alert'> }): ReactElement {
  const [info] = useInfos(row);
  return <bdi>{info?.senderName ?? row.alert.sender}</bdi>;
}

/** Name of the area of a reason, from the info that the reader reads; areas are told apart by what they match by. */
export function AreaName({ row, reason }: { readonly row: Pick<AlertRow, 'alert'>; readonly reason: MatchReason }): ReactElement | null {
  const [info] = useInfos(row);
  if (reason.by === 'person') return null;
  const own = reason.by === 'division' ? info?.areas.find((area) => area.geocodes.some(({ value }) => value === reason.code)) : undefined;
  return <bdi className="b-soft">{own?.areaDesc ?? reason.areaDesc}</bdi>;
}

/** Why an alert concerns this community, in words. */
export function useReasonText(): (reason: MatchReason) => string {
  const t = useText();
  return (reason) => {
    switch (reason.by) {
      case 'division':
        return t('warnings.why.division', { code: reason.code, level: reason.level });
      case 'polygon':
        return t('warnings.why.polygon');
      case 'circle':
        return t('warnings.why.circle', { km: reason.distanceKm, radius: reason.radiusKm });
      case 'person':
        return t('warnings.why.person');
      default:
        return reason satisfies never;
    }
  };
}

/** A moment as the sender wrote it, told in the reader's zone; nothing where the sender stated none. */
export function useInstant(): (at: string | null) => string | null {
  const { language } = useLanguage();
  return (at) => (at === null ? null : sayMoment(language, new Date(at), 'full'));
}
