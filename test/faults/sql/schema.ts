import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ColumnDef, type Constraint, type CreateStmt, type IndexStmt, loadModule, type Node, parseSync, type TypeName } from 'libpg-query';
import { findMigrationFolders } from '../../../src/platform/server/db/migrate.ts';
import type { Type } from './values.ts';

export interface Column {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  readonly fallback: Node | undefined;
  /** Always made of the other columns. */
  readonly generated: Node | undefined;
}

export interface Unique {
  readonly name: string;
  readonly columns: readonly string[];
  /** A partial index counts only rows for which this holds. */
  readonly where: Node | undefined;
}

export interface Table {
  readonly name: string;
  readonly columns: Map<string, Column>;
  /** First the primary key. */
  readonly uniques: Unique[];
  readonly checks: { readonly name: string; readonly holds: Node }[];
  readonly references: { readonly name: string; readonly columns: readonly string[]; readonly table: string; readonly to: readonly string[] }[];
}

export type Schema = ReadonlyMap<string, Table>;

export const nameOf = (node: Node): string => ('String' in node ? (node.String.sval ?? '') : '');

const plainNames: Readonly<Record<string, string>> = {
  integer: 'int4',
  bigint: 'int8',
  boolean: 'bool',
  varchar: 'text',
  'double precision': 'float8',
};

export function typeOf(type: TypeName | undefined): Type {
  const name = nameOf(type?.names?.at(-1) ?? { String: { sval: 'text' } });
  return { name: plainNames[name] ?? name, array: (type?.arrayBounds?.length ?? 0) > 0 };
}

export const tableName = (relation: { schemaname?: string; relname?: string } | undefined): string =>
  relation?.schemaname ? `${relation.schemaname}.${relation.relname}` : (relation?.relname ?? '');

/** Reads the tables off our own migrations, in the order in which they are applied. */
export async function readSchema(): Promise<Schema> {
  await loadModule();
  const files = findMigrationFolders(join(import.meta.dirname, '../../../src'))
    .flatMap((folder) => readdirSync(folder).map((file) => ({ file, path: join(folder, file) })))
    .filter(({ file }) => file.endsWith('.sql'))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
  const tables = new Map<string, Table>();
  for (const { path } of files) {
    for (const { stmt } of parseSync(readFileSync(path, 'utf8')).stmts ?? []) {
      if (!stmt) continue;
      if ('CreateStmt' in stmt) create(tables, stmt.CreateStmt);
      if ('IndexStmt' in stmt) index(tables, stmt.IndexStmt);
      if ('AlterTableStmt' in stmt) {
        const table = tables.get(tableName(stmt.AlterTableStmt.relation));
        for (const each of stmt.AlterTableStmt.cmds ?? []) {
          if (!table || !('AlterTableCmd' in each)) continue;
          const { subtype, def, name } = each.AlterTableCmd;
          if (subtype === 'AT_AddColumn' && def && 'ColumnDef' in def) addColumn(table, def.ColumnDef);
          if (subtype === 'AT_AddConstraint' && def && 'Constraint' in def) addConstraint(table, def.Constraint);
          if (subtype === 'AT_DropConstraint') dropConstraint(table, name ?? '');
          if (subtype === 'AT_DropNotNull') relax(table, name ?? '');
        }
      }
    }
  }
  return tables;
}

function create(tables: Map<string, Table>, { relation, tableElts = [] }: CreateStmt): void {
  const table: Table = { name: tableName(relation), columns: new Map(), uniques: [], checks: [], references: [] };
  tables.set(table.name, table);
  for (const element of tableElts) {
    if ('ColumnDef' in element) addColumn(table, element.ColumnDef);
    if ('Constraint' in element) addConstraint(table, element.Constraint);
  }
  table.uniques.sort((a, b) => Number(b.name.endsWith('_pkey')) - Number(a.name.endsWith('_pkey')));
}

function addColumn(table: Table, { colname = '', typeName, constraints = [] }: ColumnDef): void {
  const said = constraints.flatMap((each) => ('Constraint' in each ? [each.Constraint] : []));
  table.columns.set(colname, {
    name: colname,
    type: typeOf(typeName),
    required: said.some(({ contype }) => contype === 'CONSTR_NOTNULL' || contype === 'CONSTR_PRIMARY'),
    fallback: said.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr,
    generated: said.find(({ contype }) => contype === 'CONSTR_GENERATED')?.raw_expr,
  });
  for (const each of said) addConstraint(table, each, colname);
}

function addConstraint(table: Table, { contype, conname, keys, raw_expr: holds, pktable, fk_attrs, pk_attrs }: Constraint, column?: string): void {
  const short = table.name.split('.').at(-1) ?? '';
  const columns = column ? [column] : (keys ?? []).map(nameOf);
  if (contype === 'CONSTR_PRIMARY') table.uniques.unshift({ name: conname ?? `${short}_pkey`, columns, where: undefined });
  if (contype === 'CONSTR_UNIQUE') table.uniques.push({ name: conname ?? `${short}_${columns.join('_')}_key`, columns, where: undefined });
  if (contype === 'CONSTR_CHECK' && holds) table.checks.push({ name: conname ?? `${short}_${column ? `${column}_` : ''}check`, holds });
  if (contype === 'CONSTR_FOREIGN') {
    const own = column ? [column] : (fk_attrs ?? []).map(nameOf);
    table.references.push({
      name: conname ?? `${short}_${own.join('_')}_fkey`,
      columns: own,
      table: tableName(pktable),
      to: (pk_attrs ?? []).map(nameOf),
    });
  }
}

function dropConstraint(table: Table, name: string): void {
  for (const list of [table.uniques, table.checks, table.references] as { readonly name: string }[][]) {
    const at = list.findIndex((each) => each.name === name);
    if (at >= 0) list.splice(at, 1);
  }
}

function relax(table: Table, name: string): void {
  const column = table.columns.get(name);
  if (column) table.columns.set(name, { ...column, required: false });
}

function index(tables: Map<string, Table>, { idxname, relation, indexParams = [], unique, whereClause }: IndexStmt): void {
  if (!unique) return;
  const columns = indexParams.map((each) => ('IndexElem' in each ? (each.IndexElem.name ?? '') : ''));
  const table = tables.get(tableName(relation));
  if (columns.every((name) => name !== '')) table?.uniques.push({ name: idxname ?? `${table.name}_key`, columns, where: whereClause });
}
