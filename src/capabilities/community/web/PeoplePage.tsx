import { type ReactElement, useState } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type PersonRow, people } from '../queries.ts';
import { Call } from './Call.tsx';
import { useKindName } from './kinds.ts';
import { PersonForm } from './PersonForm.tsx';
import { PersonPanel } from './PersonPanel.tsx';

/** Everybody who acts here: what they hold, what they can do, how to call them, and whether they can sign in. */
export default function PeoplePage(): ReactElement {
  const t = useText();
  const [skillName, tongueName] = [useKindName('skill'), useKindName('tongue')];
  const { rows, loading, problem } = useQueryRows(people, { text: '' });
  const [id, open, close] = usePanel('person');
  const [adding, setAdding] = useState(false);
  const shown = rows.find((row) => row.id === id);
  const columns: readonly Column<PersonRow>[] = [
    {
      key: 'name',
      title: t('community.personName'),
      main: true,
      filter: 'text',
      value: (row) => row.name,
      cell: (row) => <PersonText>{row.name}</PersonText>,
    },
    {
      key: 'titles',
      title: t('community.post'),
      filter: 'text',
      value: (row) => row.titles.join(' · ') || null,
      cell: (row) => <bdi>{row.titles.join(' · ')}</bdi>,
    },
    { key: 'phone', title: t('community.phone'), width: 140, value: (row) => row.phone || null, cell: (row) => <Call number={row.phone} /> },
    { key: 'access', title: t('community.access'), width: 130, filter: 'choice', value: (row) => t(`community.access.${row.access ?? 'none'}`) },
    { key: 'skills', title: t('community.skills'), filter: 'text', value: (row) => row.skills.map(skillName).join(' · ') || null },
    {
      key: 'languages',
      title: t('community.languages'),
      width: 150,
      filter: 'text',
      value: (row) => row.languages.map(tongueName).join(' · ') || null,
    },
  ];
  const add = (
    <DutyButton duty="community.manage" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('community.addPerson')}
    </DutyButton>
  );
  const inside = rows.filter((row) => row.access === 'open').length;
  return (
    <Page title={t('community.people')} actions={add} lead={rows.length > 0 ? t('community.peopleLead', { people: rows.length, inside }) : undefined}>
      <DataTable
        name="people"
        label={t('community.people')}
        rows={rows}
        problem={problem}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => open(row.id)}
        loading={loading}
        empty={<Empty title={t('community.noPeople')} text={t('community.noPeopleText')} />}
      />
      {adding ? (
        <SidePanel title={t('community.addPerson')} onClose={() => setAdding(false)}>
          <PersonForm onDone={() => setAdding(false)} />
        </SidePanel>
      ) : (
        shown && <PersonPanel key={shown.id} person={shown} onClose={close} />
      )}
    </Page>
  );
}
