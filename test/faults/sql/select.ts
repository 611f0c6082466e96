import type { JoinExpr, Node, RangeFunction, ResTarget, SelectStmt, WithClause } from 'libpg-query';
import { compile, type Env, type Evaluate, isAggregate, type Query, queries, type Running, type Scope, type Source } from './expressions.ts';
import { nameOf, type Schema, tableName, typeOf } from './schema.ts';
import { coerce, compare, type Row, textOf, UnknownSql, type Value } from './values.ts';

let tables: Schema = new Map();
/** Columns of the `with` queries of the statement being compiled. */
const named = new Map<string, readonly string[]>();

/** Tells which tables there are; once, before anything is compiled. */
export const useSchema = (schema: Schema): void => {
  tables = schema;
};
export const tableOf = (name: string) => tables.get(name);

type Rows = (running: Running, up: Env | undefined) => (readonly (Row | null)[])[];
interface From {
  readonly sources: readonly Source[];
  readonly rows: Rows;
}

/** `with` queries run first, in order, each seeing those before it. */
export function compileWith(clause: WithClause | undefined): (running: Running) => void {
  const parts = (clause?.ctes ?? []).map((each) => {
    if (!('CommonTableExpr' in each)) throw new UnknownSql('this kind of with');
    const { ctename = '', ctequery } = each.CommonTableExpr;
    const query = ctequery && 'SelectStmt' in ctequery ? compileSelect(ctequery.SelectStmt, undefined) : queries.write(ctequery as Node);
    named.set(ctename, query.columns);
    return { ctename, query };
  });
  return (running) => {
    for (const { ctename, query } of parts) running.named.set(ctename, query.run(running));
  };
}

export function compileSelect(statement: SelectStmt, up: Scope | undefined): Query {
  const before = compileWith(statement.withClause);
  if (statement.valuesLists) return values(statement.valuesLists, up);
  const from = product((statement.fromClause ?? []).map((each) => fromItem(each, up)));
  const scope: Scope = { sources: from.sources, up };
  const where = statement.whereClause && compile(statement.whereClause, scope);
  const outputs = (statement.targetList ?? []).flatMap((each) => ('ResTarget' in each ? targets(each.ResTarget, scope) : []));
  const groupBy = (statement.groupClause ?? []).map((each) => byPlace(each, outputs) ?? compile(each, scope));
  const grouped = groupBy.length > 0 || aggregates(statement.targetList ?? []);
  const order = (statement.sortClause ?? []).flatMap((each) => {
    if (!('SortBy' in each)) return [];
    const { node, sortby_dir: direction, sortby_nulls: nulls } = each.SortBy;
    const down = direction === 'SORTBY_DESC';
    const nullsFirst = nulls === 'SORTBY_NULLS_FIRST' || (nulls !== 'SORTBY_NULLS_LAST' && down);
    return [{ by: byPlace(node as Node, outputs) ?? compile(node as Node, scope), down, nullsFirst }];
  });
  const limit = statement.limitCount && compile(statement.limitCount, { sources: [], up });
  // Two outputs of one name (two parameters) stay apart.
  const columns = outputs.map(({ name }, i) => (outputs.findIndex((other) => other.name === name) === i ? name : `${name} ${i}`));
  const distinct = statement.distinctClause !== undefined;
  return {
    columns,
    run(running, above) {
      before(running);
      let envs: Env[] = from.rows(running, above).map((row) => ({ row, up: above, running }));
      if (where) envs = envs.filter((env) => where(env) === true);
      if (grouped) envs = group(envs, groupBy, from.sources.length, above, running);
      if (order.length > 0) envs = sorted(envs, order);
      if (limit && !distinct) envs = envs.slice(0, Number(limit({ row: [], up: above, running }) ?? envs.length));
      const rows = envs.map((env) => Object.fromEntries(outputs.map(({ value }, i) => [columns[i], value(env)])));
      return distinct ? [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()] : rows;
    },
  };
}

function sorted(envs: readonly Env[], order: readonly { by: Evaluate; down: boolean; nullsFirst: boolean }[]): Env[] {
  return envs
    .map((env) => ({ env, keys: order.map(({ by }) => by(env) ?? null) }))
    .sort((a, b) => {
      for (const [i, { down, nullsFirst }] of order.entries()) {
        const [left, right] = [a.keys[i], b.keys[i]];
        if (left === null && right === null) continue;
        if (left === null || right === null) return (left === null) === nullsFirst ? -1 : 1;
        const by = compare(left, right);
        if (by !== 0) return down ? -by : by;
      }
      return 0;
    })
    .map(({ env }) => env);
}

function group(envs: readonly Env[], keys: readonly Evaluate[], width: number, up: Env | undefined, running: Running): Env[] {
  const groups = Map.groupBy(envs, (env) => keys.map((key) => textOf(key(env) ?? '')).join('\u0001'));
  if (groups.size === 0 && keys.length === 0) return [{ row: Array.from({ length: width }, () => null), up, running, group: [] }];
  return [...groups.values()].map((members) => ({ ...(members[0] as Env), group: members }));
}

const aggregates = (nodes: readonly Node[]): boolean =>
  nodes.some((node) => {
    const text = JSON.stringify(node, (key, value: unknown) => (key === 'SubLink' ? undefined : value));
    return [...text.matchAll(/"funcname":\[(?:\{"String":\{"sval":"[a-z_]+"\}\},)?\{"String":\{"sval":"([a-z_0-9]+)"/g)].some(([, name]) =>
      isAggregate(name ?? ''),
    );
  });

interface Output {
  readonly name: string;
  readonly value: Evaluate;
}

/** `order by 1`, or by the name that an output was given. */
function byPlace(node: Node, outputs: readonly Output[]): Evaluate | undefined {
  if ('A_Const' in node && node.A_Const.ival) return outputs[(node.A_Const.ival.ival ?? 1) - 1]?.value;
  if ('ColumnRef' in node && node.ColumnRef.fields?.length === 1)
    return outputs.find(({ name }) => name === nameOf(node.ColumnRef.fields?.[0] as Node))?.value;
  return undefined;
}

function targets({ name, val }: ResTarget, scope: Scope): Output[] {
  if (val && 'ColumnRef' in val && 'A_Star' in (val.ColumnRef.fields?.at(-1) ?? {})) {
    const alias = val.ColumnRef.fields?.length === 2 ? nameOf(val.ColumnRef.fields[0] as Node) : undefined;
    return scope.sources.flatMap((source, index) =>
      alias === undefined || source.alias === alias
        ? source.columns.map((column): Output => ({ name: column, value: (env) => env.row[index]?.[column] ?? null }))
        : [],
    );
  }
  return [{ name: name ?? ownName(val as Node), value: compile(val as Node, scope) }];
}

function ownName(node: Node): string {
  if ('ColumnRef' in node) return nameOf(node.ColumnRef.fields?.at(-1) as Node);
  if ('FuncCall' in node) return nameOf(node.FuncCall.funcname?.at(-1) as Node);
  if ('TypeCast' in node && node.TypeCast.arg) return ownName(node.TypeCast.arg);
  if ('CoalesceExpr' in node) return 'coalesce';
  return '?column?';
}

function values(lists: readonly Node[], up: Scope | undefined): Query {
  const rows = lists.map((list) => ('List' in list ? (list.List.items ?? []).map((each) => compile(each, { sources: [], up })) : []));
  const columns = (rows[0] ?? []).map((_, i) => `column${i + 1}`);
  return {
    columns,
    run: (running, above) => rows.map((row) => Object.fromEntries(row.map((each, i) => [`column${i + 1}`, each({ row: [], up: above, running })]))),
  };
}

const product = (items: readonly From[]): From =>
  items.reduce<From>(
    (left, right) => ({
      sources: [...left.sources, ...right.sources],
      rows: (running, up) => left.rows(running, up).flatMap((a) => right.rows(running, up).map((b) => [...a, ...b])),
    }),
    { sources: [], rows: () => [[]] },
  );

export function fromItem(node: Node, up: Scope | undefined): From {
  if ('RangeVar' in node) {
    const name = tableName(node.RangeVar);
    const alias = node.RangeVar.alias?.aliasname ?? node.RangeVar.relname ?? '';
    const columns = named.get(name) ?? [...(tables.get(name)?.columns.keys() ?? [])];
    if (named.has(name)) return { sources: [{ alias, columns }], rows: (running) => (running.named.get(name) ?? []).map((row) => [row]) };
    if (!tables.has(name)) throw new UnknownSql(`the table ${name}`);
    return { sources: [{ alias, columns }], rows: (running) => Array.from(running.rows(name), (row) => [row]) };
  }
  if ('JoinExpr' in node) return join(node.JoinExpr, up);
  if ('RangeFunction' in node) return rangeFunction(node.RangeFunction, up);
  if ('RangeSubselect' in node && node.RangeSubselect.subquery && 'SelectStmt' in node.RangeSubselect.subquery) {
    const query = compileSelect(node.RangeSubselect.subquery.SelectStmt, up);
    return {
      sources: [{ alias: node.RangeSubselect.alias?.aliasname ?? '', columns: query.columns }],
      rows: (running, above) => query.run(running, above).map((row) => [row]),
    };
  }
  throw new UnknownSql(`${Object.keys(node).join()} in a from`);
}

function join({ jointype, larg, rarg, quals }: JoinExpr, up: Scope | undefined): From {
  const [left, right] = [fromItem(larg as Node, up), fromItem(rarg as Node, up)];
  const sources = [...left.sources, ...right.sources];
  const on = quals ? compile(quals, { sources, up }) : () => true;
  const nothing = right.sources.map(() => null);
  return {
    sources,
    rows(running, above) {
      const others = right.rows(running, above);
      return left.rows(running, above).flatMap((a) => {
        const fitting = others.map((b) => [...a, ...b]).filter((row) => on({ row, up: above, running }) === true);
        return fitting.length === 0 && jointype === 'JOIN_LEFT' ? [[...a, ...nothing]] : fitting;
      });
    },
  };
}

/** `unnest` of several arrays side by side, and `jsonb_to_recordset`. */
function rangeFunction({ functions = [], alias, coldeflist = [] }: RangeFunction, up: Scope | undefined): From {
  const [list] = functions;
  const called = list && 'List' in list ? list.List.items?.[0] : undefined;
  if (!called || !('FuncCall' in called)) throw new UnknownSql('this function in a from');
  const name = nameOf(called.FuncCall.funcname?.at(-1) as Node);
  const args = (called.FuncCall.args ?? []).map((each) => compile(each, { sources: [], up }));
  const given = coldeflist.flatMap((each) =>
    'ColumnDef' in each ? [{ name: each.ColumnDef.colname ?? '', type: typeOf(each.ColumnDef.typeName) }] : [],
  );
  const columns =
    given.length > 0 ? given.map((each) => each.name) : args.map((_, i) => nameOf(alias?.colnames?.[i] ?? { String: { sval: `unnest${i}` } }));
  const read = (running: Running, above: Env | undefined): Value[] => args.map((each) => each({ row: [], up: above, running }));
  return {
    sources: [{ alias: alias?.aliasname ?? name, columns }],
    rows(running, above) {
      const said = read(running, above);
      if (name === 'jsonb_to_recordset') {
        return (said[0] as Record<string, Value>[]).map((each) => [Object.fromEntries(given.map((c) => [c.name, coerce(c.type, each[c.name])]))]);
      }
      if (name !== 'unnest') throw new UnknownSql(`${name} in a from`);
      const lists = said.map((each) => (Array.isArray(each) ? (each as Value[]) : []));
      const longest = Math.max(0, ...lists.map((each) => each.length));
      return Array.from({ length: longest }, (_, i) => [Object.fromEntries(columns.map((column, c) => [column, lists[c]?.[i] ?? null]))]);
    },
  };
}

queries.select = compileSelect;
