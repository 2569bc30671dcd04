import { call, join, name, type Sql, sql } from '../emit/sql.ts'
import { fieldName } from '../lower/row-aggregate.ts'
import { convert } from './conversion.ts'
import { type AggregateRow, type AggregateSite, aggregate, type Operand } from './row.ts'

const whenTrue = (condition: Operand | undefined): Sql => (condition ? sql` FILTER (WHERE ${condition.sql})` : sql``)

/** `sum` of whole numbers wraps at 64 bits (semantics 5.2, 10.6). */
const sum = (operand: Operand, condition: Operand | undefined, site: AggregateSite): Sql => {
  const total = sql`sum(${operand.sql})${whenTrue(condition)}`
  if (site.type === 'real' || site.type === 'decimal') return sql`coalesce(${total}, 0)`
  return site.guarded ? sql`coalesce(kql_wrap(${total}), 0)` : sql`coalesce(CAST(${total} AS BIGINT), 0)`
}

/** Over nothing NaN for numbers, null for times (semantics 10.4). */
const avg = (operand: Operand, condition: Operand | undefined, site: AggregateSite): Sql => {
  if (site.type === 'datetime' || site.type === 'timespan') {
    return sql`CAST(trunc(avg(${operand.sql})${whenTrue(condition)}) AS BIGINT)`
  }
  return sql`coalesce(avg(${operand.sql})${whenTrue(condition)}, CAST('nan' AS DOUBLE))`
}

/** Strings over nothing are ''; NaN wins over every number (semantics 5.8, 10.4). */
const extreme =
  (which: 'min' | 'max') =>
  (operand: Operand, condition: Operand | undefined): Sql => {
    const found = sql`${name(which)}(${operand.sql})${whenTrue(condition)}`
    if (operand.type === 'string') return sql`coalesce(${found}, '')`
    if (operand.type !== 'real' || which === 'max') return found
    return sql`CASE WHEN bool_or(isnan(${operand.sql}))${whenTrue(condition)} THEN CAST('nan' AS DOUBLE) ELSE ${found} END`
  }

type Reduce = (operand: Operand, condition: Operand | undefined, site: AggregateSite) => Sql

/** An aggregate and its `…if` form. */
const withIf = (
  names: readonly string[],
  kinds: 'any' | 'result',
  reduce: Reduce,
  rules: readonly string[],
): AggregateRow[] => [
  aggregate(names, [kinds], ([operand], site) => reduce(operand!, undefined, site), rules),
  aggregate(
    names.map(aggregateName => `${aggregateName}if`),
    [kinds, 'bool'],
    ([operand, condition], site) => reduce(operand!, condition, site),
    rules,
  ),
]

/** Distinct values: null does not count, '' does (semantics 10.7). */
const distinct: Reduce = (operand, condition) => sql`count(DISTINCT ${operand.sql})${whenTrue(condition)}`

/** JSON of the values in input order, without nulls; arrays are flattened one level (semantics 10.8). */
const list =
  (unique: boolean) =>
  (operand: Operand, condition: Operand | undefined, limit: Operand | undefined, site: AggregateSite): Sql => {
    const kept = condition ? sql`${operand.sql} IS NOT NULL AND ${condition.sql}` : sql`${operand.sql} IS NOT NULL`
    const values = sql`list(${convert(operand, 'dynamic').sql} ${site.order}) FILTER (WHERE ${kept})`
    const collected = sql`'[' || array_to_string(${values}, ',') || ']'`
    return call(unique ? 'kql_set_of' : 'kql_list_of', [
      sql`coalesce(${collected}, '[]')`,
      limit?.sql ?? sql`CAST(1048576 AS BIGINT)`,
    ])
  }

const picked =
  (which: 'arg_max' | 'arg_min') =>
  (operands: readonly Operand[], site: AggregateSite): Sql => {
    const row = rowOf(operands)
    const best = sql`${name(which)}(${row}, ${operands[0]!.sql} ${site.order})`
    return sql`coalesce(${best}, first(${row} ${site.order}))`
  }

const rowOf = (operands: readonly Operand[]): Sql =>
  sql`struct_pack(${join(operands.map((operand, index) => sql`${name(fieldName(index))} := ${operand.sql}`))})`

export const aggregateFunctions: readonly AggregateRow[] = [
  aggregate('count', ['any'], () => sql`count(*)`, ['10.5']),
  aggregate('countif', ['bool'], ([condition]) => sql`count(*)${whenTrue(condition)}`, ['10.5']),
  ...withIf(['sum'], 'result', sum, ['5.2', '10.4', '10.6']),
  ...withIf(['avg'], 'any', avg, ['10.4']),
  ...withIf(['min'], 'any', extreme('min'), ['10.4', '10.14']),
  ...withIf(['max'], 'any', extreme('max'), ['10.4', '10.14']),
  aggregate('dcount', ['any'], ([operand], site) => distinct(operand!, undefined, site), ['10.7']),
  aggregate('dcountif', ['any', 'bool', 'any'], ([operand, condition], site) => distinct(operand!, condition, site), [
    '10.7',
  ]),
  ...withIf(['count_distinct'], 'any', distinct, ['10.7']),
  aggregate(['make_list', 'makelist'], ['any', 'long'], ([a, limit], site) => list(false)(a!, undefined, limit, site), [
    '10.8',
  ]),
  aggregate(
    'make_list_if',
    ['any', 'bool', 'long'],
    ([a, condition, limit], site) => list(false)(a!, condition, limit, site),
    ['10.8'],
  ),
  aggregate(['make_set', 'makeset'], ['any', 'long'], ([a, limit], site) => list(true)(a!, undefined, limit, site), [
    '10.8',
  ]),
  aggregate(
    'make_set_if',
    ['any', 'bool', 'long'],
    ([a, condition, limit], site) => list(true)(a!, condition, limit, site),
    ['10.8'],
  ),
  aggregate('arg_max', ['any'], picked('arg_max'), ['10.10']),
  aggregate('arg_min', ['any'], picked('arg_min'), ['10.10']),
  aggregate('take_any', ['any'], (operands, site) => sql`first(${rowOf(operands)} ${site.order})`, ['10.11']),
]
