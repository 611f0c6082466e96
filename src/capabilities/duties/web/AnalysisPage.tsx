import { Button, NativeSelect } from '@mantine/core';
import { type ReactElement, useMemo } from 'react';
import { KeyFigure, KeyFigures } from '../../../platform/web/parts/KeyFigure.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { TabSet } from '../../../platform/web/parts/TabSet.tsx';
import { useAddress, useGo } from '../../../platform/web/shell/address.ts';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { sayNumber } from '../../../platform/web/text/moments.ts';
import { Num } from '../../../platform/web/text/parts.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { organisations } from '../../community/index.ts';
import { characteristics, findings } from '../queries-analysis.ts';
import { partKey } from '../rules/analysis/words.ts';
import styles from './Analysis.module.css';
import { CharacteristicPart, type CharacteristicRow, hundredths, weakestPart } from './CharacteristicPart.tsx';
import { FindingsTab } from './FindingsTab.tsx';
import { LoadTab } from './LoadTab.tsx';
import { LossesTab } from './LossesTab.tsx';
import { NetworkTab } from './NetworkTab.tsx';
import { RemedyTab } from './RemedyTab.tsx';
import { TrialTab } from './TrialTab.tsx';
import { useOccasion } from './useOccasion.ts';

/** Who answers for what, looked through: what is wrong, where the weight lies, who cannot be lost, who works with whom, and what would mend it. */
export default function AnalysisPage(): ReactElement {
  const t = useText();
  const go = useGo();
  const occasion = useOccasion();
  const { args } = occasion;
  const [open] = useAddress('figure');
  const found = useQueryRows(findings, args, { keep: true });
  const whole = useQueryRows(characteristics, args, { keep: true });
  const everyone = useQueryRows(organisations, {});
  const names = useMemo(() => new Map<string, string>(everyone.rows.map((row) => [row.id, row.name])), [everyone.rows]);
  const grave = found.rows.filter((row) => row.severity === 'critical').length;
  const here = `/duties/analysis?level=${args.level}&hazard=${encodeURIComponent(args.hazard)}`;
  const opened = whole.rows.find((row) => row.code === open);
  return (
    <Page
      title={t('duties.analysis.title')}
      lead={t('duties.analysis.lead')}
      actions={
        <Button variant="default" leftSection={<Icon name="print" />} onClick={() => go(`/duties/report?level=${args.level}&hazard=${args.hazard}`)}>
          {t('duties.report.title')}
        </Button>
      }
    >
      <div className={`${styles.choices} b-noprint`}>
        <NativeSelect
          label={t('duties.analysis.level')}
          value={args.level}
          onChange={(event) => occasion.setLevel(event.currentTarget.value)}
          data={occasion.levels.map((level) => ({ value: level, label: t('duties.analysis.levelIs', { level }) }))}
        />
        <NativeSelect
          label={t('duties.analysis.hazard')}
          value={args.hazard}
          onChange={(event) => occasion.setHazard(event.currentTarget.value)}
          data={occasion.hazards}
        />
      </div>
      <KeyFigures>
        <KeyFigure
          label={t('duties.severity.critical')}
          value={found.loading || found.problem ? '–' : <Num value={grave} />}
          to={`${here}&tab=findings`}
          note={found.loading || found.problem ? undefined : t('duties.analysis.ofFindings', { n: found.rows.length })}
        />
        {figures.map((code) => (
          <WholeFigure key={code} code={code} row={whole.rows.find((row) => row.code === code)} open={open === code} here={here} />
        ))}
      </KeyFigures>
      {opened && <CharacteristicPart row={opened} names={names} here={here} />}
      <TabSet
        label={t('duties.analysis.title')}
        tabs={[
          { id: 'findings', title: t('duties.tab.findings'), content: () => <FindingsTab found={found} /> },
          { id: 'load', title: t('duties.tab.load'), content: () => <LoadTab args={args} /> },
          { id: 'losses', title: t('duties.tab.losses'), content: () => <LossesTab args={args} /> },
          { id: 'network', title: t('duties.tab.network'), content: () => <NetworkTab /> },
          {
            id: 'trial',
            title: t('duties.tab.trial'),
            content: () => <TrialTab args={args} matrix={occasion.matrix} organisations={everyone.rows} />,
          },
          { id: 'remedy', title: t('duties.tab.remedy'), content: () => <RemedyTab args={args} names={names} /> },
        ]}
      />
      <p className="b-small b-soft">{t('duties.analysis.estimates')}</p>
    </Page>
  );
}

const figures = ['integrity', 'redundancy'] as const;

interface WholeProps {
  readonly code: (typeof figures)[number];
  /** undefined: still being counted. Its place is kept. */
  readonly row: CharacteristicRow | undefined;
  readonly open: boolean;
  readonly here: string;
}

/** One characteristic of the whole, never without the part that holds it down most. */
function WholeFigure({ code, row, open, here }: WholeProps): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const weakest = row && weakestPart(row);
  const note = [
    ...(weakest ? [t('duties.analysis.weakest', { part: t(partKey(weakest.code)), value: sayNumber(language, weakest.value, hundredths) })] : []),
    ...(row ? [t('duties.analysis.openParts', { n: row.parts.length })] : []),
  ].join(' · ');
  return (
    <KeyFigure
      label={t(`duties.characteristic.${code}`)}
      value={row?.value == null ? '–' : <Num value={row.value} format={hundredths} />}
      to={open ? here : `${here}&figure=${code}`}
      note={open ? t('duties.analysis.closeParts') : note}
    />
  );
}
