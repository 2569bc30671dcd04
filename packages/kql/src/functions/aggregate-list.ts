import { call, type Sql, sql } from '../emit/sql.ts'
import { convert } from './conversion.ts'
import { type AggregateRow, type AggregateSite, aggregate, type Operand } from './row.ts'

/** JSON text of the array of all values in input order; `nulls`: they are elements too. */
function collected(operand: Operand, condition: Operand | undefined, site: AggregateSite, nulls = false): Sql {
  const json = convert(operand, 'dynamic').sql
  const kept = nulls ? [] : [sql`${operand.sql} IS NOT NULL`]
  if (condition) kept.push(condition.sql)
  const filter = kept.length === 0 ? sql`` : sql` FILTER (WHERE ${kept.reduce((all, one) => sql`${all} AND ${one}`)})`
  const values = sql`list(${nulls ? sql`coalesce(${json}, 'null')` : json} ${site.order})${filter}`
  return sql`coalesce('[' || array_to_string(${values}, ',') || ']', '[]')`
}

const mostElements = sql`CAST(1048576 AS BIGINT)`

const textsApart =
  (udf: string) =>
  (subject: Operand): string =>
    subject.type === 'string' ? `${udf}_texts` : udf

/** An aggregate that makes one value of the array of all, `make_x(value[, most])`, and `make_x_if(value, condition[, most])`. */
const making = (
  names: readonly string[],
  conditional: string,
  udf: (subject: Operand) => string,
  rules: readonly string[],
): AggregateRow[] => [
  aggregate(
    names,
    ['any', 'long'],
    ([subject, most], site) => call(udf(subject!), [collected(subject!, undefined, site), most?.sql ?? mostElements]),
    rules,
    { ordered: true },
  ),
  aggregate(
    conditional,
    ['any', 'bool', 'long'],
    ([subject, condition, most], site) =>
      call(udf(subject!), [collected(subject!, condition, site), most?.sql ?? mostElements]),
    rules,
    { ordered: true },
  ),
]

/** Aggregates that answer a dynamic; arrays are flattened one level into lists and sets (semantics 10.8). */
export const listAggregates: readonly AggregateRow[] = [
  ...making(['make_list', 'makelist'], 'make_list_if', textsApart('kql_list_of'), ['10.8']),
  ...making(['make_set', 'makeset'], 'make_set_if', textsApart('kql_set_of'), ['10.8']),
  ...making(['make_bag', 'make_dictionary'], 'make_bag_if', () => 'kql_bag_of', ['10.9']),
  aggregate(
    'make_list_with_nulls',
    ['any'],
    ([subject], site) => collected(subject!, undefined, site, true),
    ['10.8'],
    {
      ordered: true,
      refuses: ([subject]) =>
        subject?.type === 'dynamic' ? 'whether it flattens arrays is not documented' : undefined,
    },
  ),
  aggregate(
    'buildschema',
    ['dynamic'],
    ([subject], site) => call('kql_schema_of', [collected(subject!, undefined, site)]),
    ['10.16'],
  ),
]
