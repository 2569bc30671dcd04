import { constantOf } from '../../plan/expression.ts'
import { because } from '../../refusals/refusal-text.ts'
import { call, integer, join, type Sql, sql } from '../../sql/sql.ts'
import type { Udf } from '../../values/udf.ts'
import { convert } from '../conversion/convert.ts'
import type { EdgeName } from '../edge.ts'
import { type AggregateRow, type AggregateSite, aggregate, type Operand, type SetOfValues } from '../row.ts'
import { schemaUdfs } from './build-schema.ts'
import { listUdfs } from './make-list.ts'

/** The values of a group as a list in row order. Sorting the list afterwards takes a fraction of the time of ORDER BY. */
function inOrder(values: Sql, filter: Sql, site: AggregateSite): Sql {
  if (!site.rowNumber) return sql`list(${values} ${site.order})${filter}`
  const pairs = sql`list(struct_pack(number := ${site.rowNumber}, item := ${values}))${filter}`
  return sql`list_transform(list_sort(${pairs}), lambda pair: pair.item)`
}

/** The rows that have a value and pass the filter. */
const counting = (operand: Operand, condition: Operand | undefined): Sql =>
  sql` FILTER (WHERE ${join([sql`${operand.sql} IS NOT NULL`, ...(condition ? [condition.sql] : [])], ' AND ')})`

const arrayOf = (items: Sql): Sql => sql`coalesce('[' || array_to_string(${items}, ',') || ']', '[]')`

/** The dynamic values of a group, in order. */
const dynamics = (operand: Operand, condition: Operand | undefined, site: AggregateSite): Sql =>
  inOrder(convert(operand, 'dynamic').sql, counting(operand, condition), site)

/** The default limit, and the greatest. */
const greatest = 1_048_576
const mostElements = integer(greatest)

/** The default limit of the deprecated names (the pages of make_list, make_set and make_bag). */
const mostInDeprecated = integer(128)

type Make = (operand: Operand, condition: Operand | undefined, most: Sql, site: AggregateSite) => Sql

/** What a function makes of the array of all values. */
const by =
  (udf: Udf): Make =>
  (operand, condition, most, site) =>
    call(udf, [arrayOf(dynamics(operand, condition, site)), most])

/** Only values that may be arrays have to be flattened by a function. */
const makeList: Make = (operand, condition, most, site) => {
  if (operand.type === 'dynamic') return by(listUdfs.list_of)(operand, condition, most, site)
  const first = (items: Sql): Sql => sql`${items}[:greatest(${most}, 0)]`
  if (operand.type !== 'string') return arrayOf(first(dynamics(operand, condition, site)))
  return sql`coalesce(CAST(to_json(${first(inOrder(operand.sql, counting(operand, condition), site))}) AS VARCHAR), '[]')`
}

/** The limit on elements is a positive constant; which elements none, or a negative number of them, would be is not documented. */
const limited = (position: number, subject: readonly EdgeName[]): Pick<AggregateRow, 'refuses' | 'unsettled'> => ({
  refuses: args => {
    if (!args[position]) return undefined
    const most = constantOf(args[position])
    if (typeof most !== 'bigint' && typeof most !== 'number') return because('constant-size')
    return most > greatest ? because('size-limit', greatest) : undefined
  },
  unsettled: { 0: subject, [position]: ['zero', 'negative'] },
})

/**
 * An aggregate that combines all values into one, `make_x(value[, most])`, its deprecated name with a different limit, and
 * `make_x_if(value, condition[, most])`.
 */
function making(
  name: string,
  deprecated: string,
  make: Make,
  rules: readonly string[],
  { set, subject = [] }: { readonly set?: SetOfValues; readonly subject?: readonly EdgeName[] } = {},
): AggregateRow[] {
  const plain = (called: string, most: Sql, options: Pick<AggregateRow, 'set'> = {}) =>
    aggregate(
      called,
      ['any', 'long'],
      ([operand, given], site) => make(operand!, undefined, given?.sql ?? most, site),
      rules,
      { ordered: true, ...limited(1, subject), ...options },
    )
  return [
    plain(name, mostElements, set && { set }),
    plain(deprecated, mostInDeprecated),
    aggregate(
      `${name}_if`,
      ['any', 'bool', 'long'],
      ([operand, condition, most], site) => make(operand!, condition, most?.sql ?? mostElements, site),
      rules,
      { ordered: true, ...limited(2, subject), ...(set && { set: { ...set, unconditional: name } }) },
    ),
  ]
}

/** Aggregates that return a dynamic; lists and sets flatten arrays by one level (semantics 10.8). */
export const listAggregates: readonly AggregateRow[] = [
  ...making('make_list', 'makelist', makeList, ['10.8']),
  ...making('make_set', 'makeset', by(listUdfs.set_of), ['10.8'], { set: { list: 'make_list' }, subject: ['nan'] }),
  ...making('make_bag', 'make_dictionary', by(schemaUdfs.bag_of), ['10.9']),
  aggregate(
    'make_list_with_nulls',
    ['any'],
    ([subject], site) => arrayOf(inOrder(sql`coalesce(${convert(subject!, 'dynamic').sql}, 'null')`, sql``, site)),
    ['10.8'],
    {
      ordered: true,
      refuses: ([subject]) => (subject?.type === 'dynamic' ? because('undocumented-flattening') : undefined),
    },
  ),
  aggregate(
    'buildschema',
    ['dynamic'],
    ([subject], site) => call(schemaUdfs.schema_of, [arrayOf(dynamics(subject!, undefined, site))]),
    ['10.16'],
  ),
]
