import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { Icon } from '../shell/Icon.tsx';
import { Num } from '../text/parts.tsx';
import { useRichText, useText } from '../text/TextProvider.tsx';
import styles from './DataTable.module.css';
import { type Arrangement, asGiven, type Column, choices, csv } from './table-logic.ts';

interface Props<Row> {
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly shown: readonly Row[];
  readonly arrangement: Arrangement;
  readonly change: (next: Arrangement) => void;
  readonly phone: boolean;
  readonly exportable: boolean;
  readonly loading: boolean;
}

/** Above the rows: how many, the filters, the export. */
export function TableBar<Row>({ name, columns, rows, shown, arrangement, change, phone, exportable, loading }: Props<Row>): ReactElement {
  const t = useText();
  const rich = useRichText();
  const filtering = Object.values(arrangement.filters).some(Boolean);
  const [open, setOpen] = useState(filtering);
  const setFilter = (key: string, value: string) => change({ ...arrangement, filters: { ...arrangement.filters, [key]: value } });
  const filterable = columns.filter((column) => column.filter);
  return (
    <div className={`${styles.bar} b-noprint`}>
      <div className="b-line">
        <span role="status" className="b-soft">
          {filtering
            ? rich('web.table.some', { shown: <Num key="s" value={shown.length} />, all: <Num key="a" value={rows.length} /> })
            : rich('web.table.all', { all: <Num key="a" value={rows.length} /> })}
          {loading ? ` · ${t('web.loading')}` : ''}
        </span>
        {filterable.length > 0 && (
          <Button variant="default" size="sm" leftSection={<Icon name="filter" size={16} />} aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('web.table.filter')}
          </Button>
        )}
        {filtering && (
          <Button variant="subtle" size="sm" onClick={() => change({ ...arrangement, filters: asGiven.filters })}>
            {t('web.table.clear')}
          </Button>
        )}
        {exportable && (
          <Button variant="default" size="sm" leftSection={<Icon name="download" size={16} />} onClick={() => save(name, csv(shown, columns))}>
            {t('web.table.export')}
          </Button>
        )}
      </div>
      {open && (
        <div className={styles.filters}>
          {phone && (
            <NativeSelect
              label={t('web.table.sort')}
              value={arrangement.sort ?? ''}
              onChange={(event) => change({ ...arrangement, sort: event.currentTarget.value || null, down: false })}
              data={[{ value: '', label: t('web.table.asGiven') }, ...columns.map(({ key, title }) => ({ value: key, label: title }))]}
            />
          )}
          {filterable.map((column) =>
            column.filter === 'choice' ? (
              <NativeSelect
                key={column.key}
                label={column.title}
                value={arrangement.filters[column.key] ?? ''}
                onChange={(event) => setFilter(column.key, event.currentTarget.value)}
                data={[{ value: '', label: t('web.table.any') }, ...choices(rows, column)]}
              />
            ) : (
              <TextInput
                key={column.key}
                label={column.title}
                value={arrangement.filters[column.key] ?? ''}
                onChange={(event) => setFilter(column.key, event.currentTarget.value)}
                autoComplete="off"
              />
            ),
          )}
        </div>
      )}
    </div>
  );
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
