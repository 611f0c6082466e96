import type { A_Expr, FuncCall, Node, SelectStmt, SubLink } from 'libpg-query';
import { aggregates, functions } from './functions.ts';
import { nameOf, typeOf } from './schema.ts';
import { coerce, compare, type Row, SqlError, textOf, UnknownSql, type Value } from './values.ts';

/** What a statement runs on: the rows it sees, its parameters and the settings of its transaction. */
export interface Running {
  readonly rows: (table: string) => Iterable<Row>;
  /** Writes a row: a new one has no `before`, a deleted one no `after`. */
  readonly change: (table: string, before: Row | null, after: Row | null) => void;
  readonly params: readonly Value[];
  readonly setting: (name: string) => string;
  /** Rows of the `with` queries that have run. */
  readonly named: Map<string, readonly Row[]>;
}

/** One row of every source of a query, and those of the query around it. */
export interface Env {
  readonly row: readonly (Row | null)[];
  readonly up: Env | undefined;
  readonly running: Running;
  /** Rows that an aggregate counts over. */
  readonly group?: readonly Env[];
}

/** Names that an expression may use. */
export interface Scope {
  readonly sources: readonly Source[];
  readonly up: Scope | undefined;
}

export type Evaluate = (env: Env) => Value;

/** One thing in a FROM: its name in the query and its columns. */
export interface Source {
  readonly alias: string;
  readonly columns: readonly string[];
}

/** A query that can run. Columns are in order; a row is an object of them. */
export interface Query {
  readonly columns: readonly string[];
  readonly run: (running: Running, up?: Env) => readonly Row[];
}

/** Expressions hold queries and queries hold expressions: who compiles queries says so here. */
export const queries: { select: (statement: SelectStmt, up: Scope | undefined) => Query; write: (node: Node) => Query } = {
  select: () => unsupported('queries yet'),
  write: () => unsupported('writes yet'),
};

const unsupported = (what: string): never => {
  throw new UnknownSql(what);
};

/** Turns an expression into a function. @throws when it uses what this SQL does not know */
export function compile(node: Node, scope: Scope): Evaluate {
  if ('ColumnRef' in node) return column((node.ColumnRef.fields ?? []).map(nameOf), scope);
  if ('ParamRef' in node) {
    const at = (node.ParamRef.number ?? 1) - 1;
    return ({ running }) => running.params[at] ?? null;
  }
  if ('A_Const' in node) {
    const { isnull, ival, sval, boolval, fval } = node.A_Const;
    const value = isnull ? null : ival ? (ival.ival ?? 0) : sval ? (sval.sval ?? '') : boolval ? (boolval.boolval ?? false) : Number(fval?.fval);
    return () => value;
  }
  if ('TypeCast' in node) {
    const [inner, type] = [compile(node.TypeCast.arg as Node, scope), typeOf(node.TypeCast.typeName)];
    return (env) => coerce(type, inner(env));
  }
  if ('A_Expr' in node) return operator(node.A_Expr, scope);
  if ('BoolExpr' in node)
    return logic(
      node.BoolExpr.boolop ?? '',
      (node.BoolExpr.args ?? []).map((each) => compile(each, scope)),
    );
  if ('NullTest' in node) {
    const [inner, wanted] = [compile(node.NullTest.arg as Node, scope), node.NullTest.nulltesttype === 'IS_NULL'];
    return (env) => ((inner(env) ?? null) === null) === wanted;
  }
  if ('BooleanTest' in node) {
    const [inner, kind] = [compile(node.BooleanTest.arg as Node, scope), node.BooleanTest.booltesttype];
    const wanted = kind === 'IS_TRUE' || kind === 'IS_NOT_TRUE';
    const not = kind === 'IS_NOT_TRUE' || kind === 'IS_NOT_FALSE';
    return (env) => (inner(env) === wanted) !== not;
  }
  if ('CoalesceExpr' in node) {
    const parts = (node.CoalesceExpr.args ?? []).map((each) => compile(each, scope));
    return (env) => first(parts, env, (value) => value !== null);
  }
  if ('MinMaxExpr' in node) {
    const parts = (node.MinMaxExpr.args ?? []).map((each) => compile(each, scope));
    const sign = node.MinMaxExpr.op === 'IS_GREATEST' ? -1 : 1;
    return (env) =>
      parts
        .map((each) => each(env))
        .filter((value) => value !== null)
        .sort((a, b) => sign * compare(a, b))[0] ?? null;
  }
  if ('CaseExpr' in node) {
    const { arg, args = [], defresult } = node.CaseExpr;
    const subject = arg && compile(arg, scope);
    const whens = args.flatMap((each) =>
      'CaseWhen' in each ? [[compile(each.CaseWhen.expr as Node, scope), compile(each.CaseWhen.result as Node, scope)] as const] : [],
    );
    const otherwise = defresult && compile(defresult, scope);
    return (env) => {
      const is = subject?.(env);
      for (const [when, result] of whens) if (subject ? same(when(env), is) : when(env) === true) return result(env);
      return otherwise?.(env) ?? null;
    };
  }
  if ('A_ArrayExpr' in node) {
    const parts = (node.A_ArrayExpr.elements ?? []).map((each) => compile(each, scope));
    return (env) => parts.map((each) => each(env));
  }
  // The language's order of names is not imitated: they are compared by their code units.
  if ('CollateClause' in node) return compile(node.CollateClause.arg as Node, scope);
  if ('SubLink' in node) return subQuery(node.SubLink, scope);
  if ('FuncCall' in node) return call(node.FuncCall, scope);
  return unsupported(Object.keys(node).join());
}

function first(parts: readonly Evaluate[], env: Env, fits: (value: Value) => boolean): Value {
  for (const each of parts) {
    const value = each(env);
    if (fits(value ?? null)) return value;
  }
  return null;
}

const same = (a: Value, b: Value): boolean => a !== null && b !== null && a !== undefined && b !== undefined && compare(a, b) === 0;

function column(path: readonly string[], scope: Scope): Evaluate {
  const name = path.at(-1) ?? '';
  const alias = path.length > 1 ? path.at(-2) : undefined;
  let depth = 0;
  for (let at: Scope | undefined = scope; at; at = at.up, depth++) {
    const index = at.sources.findIndex((source) => (alias === undefined || source.alias === alias) && source.columns.includes(name));
    if (index < 0) continue;
    return (env) => {
      let here: Env = env;
      for (let i = 0; i < depth; i++) here = here.up as Env;
      return here.row[index]?.[name] ?? null;
    };
  }
  return unsupported(`the column ${path.join('.')}`);
}

function logic(op: string, parts: readonly Evaluate[]): Evaluate {
  if (op === 'NOT_EXPR') {
    const [inner] = parts;
    return (env) => {
      const value = inner?.(env) ?? null;
      return value === null ? null : !value;
    };
  }
  const decisive = op === 'OR_EXPR';
  return (env) => {
    let unknown = false;
    for (const each of parts) {
      const value = each(env) ?? null;
      if (value === decisive) return decisive;
      if (value === null) unknown = true;
    }
    return unknown ? null : !decisive;
  };
}

function operator({ kind, name = [], lexpr, rexpr }: A_Expr, scope: Scope): Evaluate {
  const op = nameOf(name[0] as Node);
  const left: Evaluate = lexpr ? compile(lexpr, scope) : () => 0;
  if (kind === 'AEXPR_IN' || kind?.startsWith('AEXPR_BETWEEN') || kind === 'AEXPR_NOT_BETWEEN') {
    const items = rexpr && 'List' in rexpr ? (rexpr.List.items ?? []).map((each) => compile(each, scope)) : [];
    if (kind === 'AEXPR_IN') {
      return (env) => {
        const value = left(env);
        return value === null ? null : items.some((each) => same(each(env), value)) === (op === '=');
      };
    }
    return (env) => {
      const [value, low, high] = [left(env), items[0]?.(env), items[1]?.(env)];
      if (value === null || low === null || high === null) return null;
      return (compare(value, low) >= 0 && compare(value, high) <= 0) === (kind === 'AEXPR_BETWEEN');
    };
  }
  const right = compile(rexpr as Node, scope);
  switch (kind) {
    case 'AEXPR_OP_ANY':
      return (env) => {
        const [value, list] = [left(env), right(env)];
        return value === null || !Array.isArray(list) ? null : list.some((each) => same(each, value));
      };
    case 'AEXPR_NULLIF':
      return (env) => {
        const value = left(env);
        return same(value, right(env)) ? null : value;
      };
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT':
      return (env) => {
        const [a, b] = [left(env), right(env)];
        const equal = a === null || b === null ? a === b : same(a, b);
        return equal === (kind === 'AEXPR_NOT_DISTINCT');
      };
    default:
      return (env) => binary(op, left(env), right(env));
  }
}

function binary(op: string, a: Value, b: Value): Value {
  if (a === null || b === null || a === undefined || b === undefined) return null;
  switch (op) {
    case '=':
      return compare(a, b) === 0;
    case '<>':
      return compare(a, b) !== 0;
    case '<':
      return compare(a, b) < 0;
    case '<=':
      return compare(a, b) <= 0;
    case '>':
      return compare(a, b) > 0;
    case '>=':
      return compare(a, b) >= 0;
    case '+':
      return Number(a) + Number(b);
    case '-':
      return Number(a) - Number(b);
    case '*':
      return Number(a) * Number(b);
    case '||':
      return textOf(a) + textOf(b);
    case '->>': {
      const field = (a as Record<string, Value>)[textOf(b)] ?? null;
      return field === null ? null : textOf(field);
    }
    case '->':
      return (a as Record<string, Value>)[textOf(b)] ?? null;
    case '~':
      return new RegExp(textOf(b)).test(textOf(a));
    default:
      return unsupported(`the operator ${op}`);
  }
}

function subQuery({ subLinkType, testexpr, subselect }: SubLink, scope: Scope): Evaluate {
  if (!subselect || !('SelectStmt' in subselect)) return unsupported('this kind of sub-query');
  const query = queries.select(subselect.SelectStmt, scope);
  const firstColumn = (row: Row): Value => row[query.columns[0] ?? ''] ?? null;
  const rows = (env: Env) => query.run(env.running, env);
  if (subLinkType === 'EXISTS_SUBLINK') return (env) => rows(env).length > 0;
  if (subLinkType === 'ARRAY_SUBLINK') return (env) => rows(env).map(firstColumn);
  if (subLinkType === 'ANY_SUBLINK' && testexpr) {
    const tested = compile(testexpr, scope);
    return (env) => {
      const value = tested(env);
      return rows(env).some((row) => same(firstColumn(row), value));
    };
  }
  return (env) => {
    const [row] = rows(env);
    return row ? firstColumn(row) : null;
  };
}

export const isAggregate = (name: string): boolean => name in aggregates;

function call({ funcname = [], args = [], agg_star: star, agg_filter: filter }: FuncCall, scope: Scope): Evaluate {
  const name = nameOf(funcname.at(-1) as Node);
  const parts = args.map((each) => compile(each, scope));
  const aggregate = aggregates[name];
  if (aggregate) {
    const counted = filter && compile(filter, scope);
    const [inner] = parts;
    return ({ group = [] }) => {
      const rows = counted ? group.filter((each) => counted(each) === true) : group;
      return aggregate(star || !inner ? rows : rows.map(inner).filter((value) => value !== null));
    };
  }
  const run = functions[name] ?? unsupported(`the function ${name}`);
  return (env) =>
    run(
      parts.map((each) => each(env)),
      env.running.setting,
    );
}

/** A plain breach of something the tables demand. */
export const breach = (code: string, constraint: string): SqlError => new SqlError(code, `breach of ${constraint}`, constraint);
