import type { DeleteStmt, InsertStmt, Node, OnConflictClause, UpdateStmt } from 'libpg-query';
import { breach, compile, type Env, type Evaluate, type Query, queries, type Running, type Scope } from './expressions.ts';
import { type Column, nameOf, type Table, tableName, type Unique } from './schema.ts';
import { compileSelect, compileWith, fromItem, tableOf } from './select.ts';
import { coerce, compare, type Row, UnknownSql, type Value } from './values.ts';

/** Compiles an INSERT, UPDATE or DELETE; running it answers what it returns, or one empty row for each row it touched. */
export function compileWrite(node: Node): Query {
  if ('InsertStmt' in node) return insert(node.InsertStmt);
  if ('UpdateStmt' in node) return update(node.UpdateStmt);
  if ('DeleteStmt' in node) return remove(node.DeleteStmt);
  throw new UnknownSql(`${Object.keys(node).join()}`);
}

const nothing: Row = {};

function known(relation: Parameters<typeof tableName>[0]): Table {
  const table = tableOf(tableName(relation));
  if (!table) throw new UnknownSql(`the table ${tableName(relation)}`);
  return table;
}

/** What RETURNING makes of a row; without it nothing. */
function returning(list: readonly Node[] | undefined, scope: Scope): { columns: readonly string[]; of: (env: Env) => Row } {
  const outputs = (list ?? []).flatMap((each) => {
    if (!('ResTarget' in each) || !each.ResTarget.val) return [];
    const { name, val } = each.ResTarget;
    const own = 'ColumnRef' in val ? nameOf(val.ColumnRef.fields?.at(-1) as Node) : '?column?';
    return [{ name: name ?? own, value: compile(val, scope) }];
  });
  return {
    columns: outputs.map((each) => each.name),
    of: (env) => (outputs.length === 0 ? nothing : Object.fromEntries(outputs.map((each) => [each.name, each.value(env)]))),
  };
}

/** The expressions of a SET list, each with its column. */
const sets = (list: readonly Node[] | undefined, table: Table, scope: Scope): { column: Column; value: Evaluate }[] =>
  (list ?? []).flatMap((each) => {
    if (!('ResTarget' in each) || !each.ResTarget.val) return [];
    const column = table.columns.get(each.ResTarget.name ?? '');
    if (!column) throw new UnknownSql(`the column ${each.ResTarget.name} in ${table.name}`);
    return [{ column, value: compile(each.ResTarget.val, scope) }];
  });

function insert(statement: InsertStmt): Query {
  const before = compileWith(statement.withClause);
  const table = known(statement.relation);
  const own = { alias: statement.relation?.alias?.aliasname ?? statement.relation?.relname ?? '', columns: [...table.columns.keys()] };
  const scope: Scope = { sources: [own, { alias: 'excluded', columns: own.columns }], up: undefined };
  const select = statement.selectStmt && 'SelectStmt' in statement.selectStmt ? compileSelect(statement.selectStmt.SelectStmt, undefined) : undefined;
  const columns = (statement.cols ?? []).map((each) => ('ResTarget' in each ? (each.ResTarget.name ?? '') : ''));
  const fallbacks = new Map([...table.columns.values()].map((c) => [c.name, c.fallback && compile(c.fallback, { sources: [], up: undefined })]));
  const check = rules(table);
  const conflict = statement.onConflictClause && onConflict(statement.onConflictClause, table, scope);
  const back = returning(statement.returningClause?.exprs, scope);
  return {
    columns: back.columns,
    run(running) {
      before(running);
      const given = select ? select.run(running) : [nothing];
      const touched: Row[] = [];
      for (const row of given) {
        const fresh: Record<string, Value> = {};
        for (const [name, column] of table.columns) {
          const at = columns.indexOf(name);
          const value = at >= 0 ? row[select?.columns[at] ?? ''] : fallbacks.get(name)?.({ row: [], up: undefined, running });
          fresh[name] = coerce(column.type, value);
        }
        check.generate(running, fresh);
        const clash = check.clash(running, fresh, null);
        if (clash && conflict?.fits(clash.unique)) {
          const changed = conflict.change({ row: [clash.row, fresh], up: undefined, running });
          if (!changed) continue;
          check.generate(running, changed);
          check.demands(running, changed);
          running.change(table.name, clash.row, changed);
          touched.push(back.of({ row: [changed, fresh], up: undefined, running }));
          continue;
        }
        check.demands(running, fresh);
        if (clash) throw breach('23505', clash.unique.name);
        running.change(table.name, null, fresh);
        touched.push(back.of({ row: [fresh, fresh], up: undefined, running }));
      }
      return touched;
    },
  };
}

function onConflict({ action, infer, targetList, whereClause }: OnConflictClause, table: Table, scope: Scope) {
  const wanted = infer?.indexElems?.map((each) => ('IndexElem' in each ? each.IndexElem.name : '')).sort();
  const assigned = sets(targetList, table, scope);
  const where = whereClause && compile(whereClause, scope);
  return {
    fits: (unique: Unique): boolean => wanted === undefined || [...unique.columns].sort().join() === wanted.join(),
    /** The row as it becomes; null when it stays. */
    change(env: Env): Record<string, Value> | null {
      if (action !== 'ONCONFLICT_UPDATE' || (where && where(env) !== true)) return null;
      return { ...env.row[0], ...Object.fromEntries(assigned.map(({ column, value }) => [column.name, coerce(column.type, value(env))])) };
    },
  };
}

function update(statement: UpdateStmt): Query {
  const before = compileWith(statement.withClause);
  const table = known(statement.relation);
  const own = fromItem({ RangeVar: statement.relation ?? {} }, undefined);
  const others = (statement.fromClause ?? []).map((each) => fromItem(each, undefined));
  const scope: Scope = { sources: [...own.sources, ...others.flatMap((each) => each.sources)], up: undefined };
  const where = statement.whereClause && compile(statement.whereClause, scope);
  const assigned = sets(statement.targetList, table, scope);
  const back = returning(statement.returningClause?.exprs, scope);
  const check = rules(table);
  return {
    columns: back.columns,
    run(running) {
      before(running);
      const around = others.reduce<readonly (readonly (Row | null)[])[]>(
        (rows, other) => rows.flatMap((a) => other.rows(running, undefined).map((b) => [...a, ...b])),
        [[]],
      );
      const touched: Row[] = [];
      for (const row of Array.from(running.rows(table.name))) {
        const env = around.map((rest): Env => ({ row: [row, ...rest], up: undefined, running })).find((each) => !where || where(each) === true);
        if (!env) continue;
        const changed: Record<string, Value> = {
          ...row,
          ...Object.fromEntries(assigned.map(({ column, value }) => [column.name, coerce(column.type, value(env))])),
        };
        check.generate(running, changed);
        check.demands(running, changed);
        const clash = check.clash(running, changed, row);
        if (clash) throw breach('23505', clash.unique.name);
        running.change(table.name, row, changed);
        touched.push(back.of({ ...env, row: [changed, ...env.row.slice(1)] }));
      }
      return touched;
    },
  };
}

function remove(statement: DeleteStmt): Query {
  const table = known(statement.relation);
  const own = fromItem({ RangeVar: statement.relation ?? {} }, undefined);
  const scope: Scope = { sources: own.sources, up: undefined };
  const where = statement.whereClause && compile(statement.whereClause, scope);
  const back = returning(statement.returningClause?.exprs, scope);
  return {
    columns: back.columns,
    run(running) {
      const gone = [...running.rows(table.name)].filter((row) => !where || where({ row: [row], up: undefined, running }) === true);
      for (const row of gone) running.change(table.name, row, null);
      return gone.map((row) => back.of({ row: [row], up: undefined, running }));
    },
  };
}

/** What the table demands of its rows. */
function rules(table: Table) {
  const scope: Scope = { sources: [{ alias: table.name.split('.').at(-1) ?? '', columns: [...table.columns.keys()] }], up: undefined };
  const checks = table.checks.map(({ name, holds }) => ({ name, holds: compile(holds, scope) }));
  const uniques = table.uniques.map((unique) => ({ unique, counts: unique.where && compile(unique.where, scope) }));
  const required = [...table.columns.values()].filter((column) => column.required);
  const generated = [...table.columns.values()].flatMap((column) => (column.generated ? [{ column, value: compile(column.generated, scope) }] : []));
  const { references } = table;
  const equal = (a: Row, b: Row, columns: readonly string[], to: readonly string[] = columns): boolean =>
    columns.every((column, i) => {
      const [left, right] = [a[column], b[to[i] ?? '']];
      return left !== null && right !== null && left !== undefined && right !== undefined && compare(left, right) === 0;
    });
  return {
    generate(running: Running, row: Record<string, Value>): void {
      for (const { column, value } of generated) row[column.name] = coerce(column.type, value({ row: [row], up: undefined, running }));
    },
    /** @throws {SqlError} 23502, 23503 or 23514 */
    demands(running: Running, row: Row): void {
      const env: Env = { row: [row], up: undefined, running };
      for (const { name } of required) if ((row[name] ?? null) === null) throw breach('23502', name);
      for (const { name, holds } of checks) if (holds(env) === false) throw breach('23514', name);
      for (const { name, columns, table: other, to } of references) {
        if (columns.some((column) => (row[column] ?? null) === null)) continue;
        let found = false;
        for (const each of running.rows(other)) if (equal(row, each, columns, to)) found = true;
        if (!found) throw breach('23503', name);
      }
    },
    /** A standing row that this one may not stand beside. */
    clash(running: Running, row: Row, except: Row | null): { unique: Unique; row: Row } | undefined {
      for (const { unique, counts } of uniques) {
        if (counts && counts({ row: [row], up: undefined, running }) !== true) continue;
        for (const each of running.rows(table.name)) {
          if (each === except || !equal(each, row, unique.columns)) continue;
          if (!counts || counts({ row: [each], up: undefined, running }) === true) return { unique, row: each };
        }
      }
      return undefined;
    },
  };
}

queries.write = compileWrite;
