import { NativeSelect } from '@mantine/core';
import { type ReactElement, useMemo, useState } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { KeyFigure, KeyFigures } from '../../../platform/web/parts/KeyFigure.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { TabSet } from '../../../platform/web/parts/TabSet.tsx';
import { useGo } from '../../../platform/web/shell/address.ts';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, Num, PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { places } from '../../community/index.ts';
import { gridId, NeedCode, Tenure } from '../model.ts';
import { counts, type HouseholdRow, households, type ListArgs, type ResidentRow, residents } from '../queries.ts';
import { AddHousehold } from './AddHousehold.tsx';
import { HouseholdPanel } from './HouseholdPanel.tsx';
import { useEveryRow } from './useEveryRow.ts';
import { useNeeds, useRelation } from './words.ts';

type Filters = Omit<ListArgs, 'after' | 'limit'>;

/** Households and residents of one's area, as doors follow each other; by grid, tenure and, for whoever may read them, need. */
export default function RegisterPage(): ReactElement {
  const t = useText();
  const go = useGo();
  const [filters, setFilters] = useState<Filters>({});
  const [id, open, close] = usePanel('household');
  const [adding, setAdding] = useState(false);
  const actions = (
    <>
      <DutyButton duty="register.write" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
        {t('register.addHousehold')}
      </DutyButton>
      <DutyButton duty="register.import" variant="default" leftSection={<Icon name="upload" />} onClick={() => go('/register/import')}>
        {t('register.import.nav')}
      </DutyButton>
    </>
  );
  return (
    <Page title={t('register.nav')} actions={actions}>
      <Figures />
      <FilterBar filters={filters} onChange={setFilters} />
      <TabSet
        label={t('register.nav')}
        tabs={[
          { id: 'households', title: t('register.households'), content: () => <Households filters={filters} onOpen={open} /> },
          { id: 'residents', title: t('register.residents'), content: () => <Residents filters={filters} onOpen={open} /> },
        ]}
      />
      {adding ? (
        <SidePanel title={t('register.addHousehold')} onClose={() => setAdding(false)}>
          <AddHousehold
            onDone={(made) => {
              setAdding(false);
              if (made) open(made);
            }}
          />
        </SidePanel>
      ) : (
        id && <HouseholdPanel key={id} id={id} onClose={close} onOpen={open} />
      )}
    </Page>
  );
}

function Figures(): ReactElement | null {
  const t = useText();
  const needs = useNeeds();
  const [row] = useQueryRows(counts, {}).rows;
  if (!row) return null;
  return (
    <KeyFigures>
      <KeyFigure
        label={t('register.households')}
        value={<Num value={row.households} />}
        note={t('register.verifiedShare', { n: row.verified })}
        to="/register?tab=households"
      />
      <KeyFigure
        label={t('register.residents')}
        value={<Num value={row.residents} />}
        note={t('register.renterShare', { n: row.renters })}
        to="/register?tab=residents"
      />
      {row.needs && (
        <KeyFigure
          label={t('register.withNeeds')}
          value={<Num value={row.needs.reduce((sum, { people }) => sum + people, 0)} />}
          note={row.needs
            .slice(0, 4)
            .map(({ code, people }) => `${needs([code])} ${people}`)
            .join(' · ')}
          to="/register?tab=residents"
        />
      )}
      <KeyFigure label={t('register.duplicates')} value={<Num value={row.openDuplicates} />} to="/register/duplicates" />
    </KeyFigures>
  );
}

function FilterBar({ filters, onChange }: { readonly filters: Filters; readonly onChange: (filters: Filters) => void }): ReactElement {
  const t = useText();
  const { may } = useMe();
  const grids = useQueryRows(places, {}).rows.filter((place) => place.at === 'grid');
  const all = { value: '', label: t('register.all') };
  const without = (key: keyof Filters): Filters => Object.fromEntries(Object.entries(filters).filter(([name]) => name !== key));
  return (
    <div className="b-line b-noprint">
      <NativeSelect
        label={t('register.grid')}
        value={filters.gridId ?? ''}
        data={[all, ...grids.map((grid) => ({ value: grid.id, label: grid.name }))]}
        onChange={(event) =>
          onChange(event.currentTarget.value ? { ...filters, gridId: gridId.parse(event.currentTarget.value) } : without('gridId'))
        }
      />
      <NativeSelect
        label={t('register.tenure')}
        value={filters.tenure ?? ''}
        data={[all, ...Tenure.options.map((value) => ({ value, label: t(`register.tenure.${value}`) }))]}
        onChange={(event) =>
          onChange(event.currentTarget.value ? { ...filters, tenure: Tenure.parse(event.currentTarget.value) } : without('tenure'))
        }
      />
      {may('register.readNeeds') ? (
        <NativeSelect
          label={t('register.need')}
          value={filters.need ?? ''}
          data={[all, ...NeedCode.options.map((value) => ({ value, label: t(`register.need.${value}`) }))]}
          onChange={(event) =>
            onChange(event.currentTarget.value ? { ...filters, need: NeedCode.parse(event.currentTarget.value) } : without('need'))
          }
        />
      ) : (
        <details>
          <summary>{t('register.needsHidden')}</summary>
          <DutyNote duty="register.readNeeds" />
        </details>
      )}
    </div>
  );
}

interface ListProps {
  readonly filters: Filters;
  readonly onOpen: (household: string) => void;
}

function Households({ filters, onOpen }: ListProps): ReactElement {
  const t = useText();
  const needs = useNeeds();
  const { may } = useMe();
  const { rows, loading, problem } = useEveryRow<HouseholdRow>(households, filters);
  const sees = rows.some((row) => row.needs !== null);
  if (problem) return <ProblemNote problem={problem} />;
  return (
    <DataTable
      name="households"
      label={t('register.households')}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
      onOpen={(row) => onOpen(row.id)}
      exportable={may('register.write')}
      empty={<Nobody />}
      columns={[
        {
          key: 'door',
          title: t('register.door'),
          value: (row) => row.doorKey,
          cell: (row) => <bdi>{row.door || t('register.doorUnknown')}</bdi>,
          width: 120,
          main: true,
        },
        {
          key: 'head',
          title: t('register.head'),
          value: (row) => row.headName,
          cell: (row) => <PersonText>{row.headName}</PersonText>,
          filter: 'text',
        },
        { key: 'size', title: t('register.size'), value: (row) => row.size, width: 80, end: true },
        { key: 'tenure', title: t('register.tenure'), value: (row) => t(`register.tenure.${row.tenure}`), width: 110, filter: 'choice' },
        { key: 'order', title: t('register.order'), value: (row) => row.vulnerability, width: 100, end: true },
        ...(sees
          ? [{ key: 'needs', title: t('register.need'), value: (row: HouseholdRow) => (row.needs ? needs(row.needs) : ''), filter: 'text' as const }]
          : []),
        {
          key: 'verified',
          title: t('register.verified'),
          value: (row) => row.verifiedAt,
          cell: (row) => (row.verifiedAt ? <Ago at={row.verifiedAt} /> : <span className="b-soft">{t('register.never')}</span>),
          width: 140,
        },
      ]}
    />
  );
}

function Residents({ filters, onOpen }: ListProps): ReactElement {
  const t = useText();
  const needs = useNeeds();
  const relation = useRelation();
  const { may } = useMe();
  const { rows, loading, problem } = useEveryRow<ResidentRow>(residents, filters);
  const sees = useMemo(() => rows.some((row) => row.needs !== null), [rows]);
  if (problem) return <ProblemNote problem={problem} />;
  return (
    <DataTable
      name="residents"
      label={t('register.residents')}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
      onOpen={(row) => onOpen(row.householdId)}
      exportable={may('register.write')}
      empty={<Nobody />}
      columns={[
        {
          key: 'name',
          title: t('register.field.name'),
          value: (row) => row.name,
          cell: (row) => <PersonText>{[row.name, row.otherName].filter(Boolean).join(' ')}</PersonText>,
          main: true,
          filter: 'text',
        },
        {
          key: 'door',
          title: t('register.door'),
          value: (row) => row.doorKey,
          cell: (row) => <bdi>{row.door || t('register.doorUnknown')}</bdi>,
          width: 120,
        },
        { key: 'sex', title: t('register.field.sex'), value: (row) => (row.sex ? t(`register.sex.${row.sex}`) : ''), width: 80, filter: 'choice' },
        { key: 'born', title: t('register.field.birthDate'), value: (row) => row.birthDate ?? row.birthYear, width: 120 },
        {
          key: 'phone',
          title: t('register.field.phone'),
          value: (row) => row.phone,
          cell: (row) => <bdi dir="ltr">{row.phone}</bdi>,
          width: 160,
          filter: 'text',
        },
        { key: 'relation', title: t('register.field.relation'), value: (row) => relation(row.relation), width: 110, filter: 'choice' },
        { key: 'tenure', title: t('register.tenure'), value: (row) => t(`register.tenure.${row.tenure}`), width: 100, filter: 'choice' },
        ...(sees
          ? [{ key: 'needs', title: t('register.need'), value: (row: ResidentRow) => (row.needs ? needs(row.needs) : ''), filter: 'text' as const }]
          : []),
      ]}
    />
  );
}

function Nobody(): ReactElement {
  const t = useText();
  return <Empty title={t('register.nobody')} text={t('register.nobodyText')} />;
}
