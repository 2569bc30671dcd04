import type { ColumnType } from '@tripline/schemas'
import { castExpanded } from '../functions/conversion/convert.ts'
import { bagUdfs } from '../functions/dynamic/bag.ts'
import { unsettledUdfs } from '../functions/unsettled.ts'
import type { Expand, Expansion, Outer, Property } from '../plan/node.ts'
import { call, empty, join, name, type Sql, sql, text } from '../sql/sql.ts'
import { type Emission, type Emit, selection } from './emission.ts'

/**
 * The elements of a dynamic as a list: null yields one null, a bag its members, a single value itself or, unless it may be
 * kept, a refusal (semantics 12.1). The casts matter for constants, because DuckDB treats an unfolded branch as text.
 */
function elements(array: Sql, { bags, properties, type }: Expansion, single: boolean): Sql {
  const shape = properties && shapeOf(properties)
  const items = (json: Sql) =>
    shape ? sql`from_json(${json}, ${shape})` : sql`CAST(from_json(${json}, '["JSON"]') AS VARCHAR[])`
  const members = call(bags === 'bag' ? bagUdfs.bag_elements : bagUdfs.bag_pairs, [array])
  const refused = call(unsettledUdfs.refuse_operand, [text('mv-expand of'), array])
  const [none, refusal] = shape
    ? [sql`[NULL]`, sql`from_json(${refused}, ${shape})`]
    : [sql`[CAST(NULL AS VARCHAR)]`, sql`[CAST(${refused} AS VARCHAR)]`]
  const kept = shape ? none : sql`[CAST(${array} AS VARCHAR)]`
  const conforms = single && singles[type]?.(array)
  const keep = conforms ? sql`WHEN ${conforms} THEN ${kept}` : empty
  return sql`CASE WHEN starts_with(${array}, '[') THEN ${items(array)} WHEN starts_with(${array}, '{') THEN ${items(members)}
    WHEN ${array} IS NULL THEN ${none} ${keep} ELSE ${refusal} END`
}

/** The single values that a column of each type keeps as they are. */
const singles: { readonly [Type in ColumnType]?: (value: Sql) => Sql } = {
  dynamic: () => sql`TRUE`,
  string: value => sql`starts_with(${value}, '"')`,
}

/** A row with a single value is kept as it is; what it is next to another array, or as an item with a number, is not settled. */
const keepsSingle = ({ expansions, columns, index, refusesSingle }: Expand): boolean =>
  !refusesSingle && expansions.length === 1 && !columns.some(({ id, hidden }) => id === index && !hidden)

/**
 * The structure type of list elements of which only some properties are needed. An element that is not a bag has none of them.
 */
const shapeOf = (properties: readonly Property[]): Sql =>
  text(JSON.stringify([Object.fromEntries(properties.map(({ key, type }) => [key, readAs[type]]))]))

const readAs = { dynamic: 'JSON', string: 'VARCHAR' } as const

/** A property of an element. The database reads a JSON null as missing. */
function propertyOf(element: Sql, { key, type }: Property): Sql {
  const found = call('struct_extract', [element, text(key)])
  return type === 'string' ? sql`coalesce(${found}, '')` : sql`CAST(${found} AS VARCHAR)`
}

/** mv-expand: arrays in parallel, shorter ones padded with null; an empty array yields no row (semantics 12.1, 12.2). */
export const emitExpand: Emit<Expand> = (node, emission) => {
  const { arrays, lists, computed } = inParallel(node, emission, keepsSingle(node))
  const source = sql`(SELECT *, ${lists} FROM (SELECT *, ${arrays} ${emission.rows(node.input)}))`
  const [only, ...others] = node.expansions
  if (only && others.length === 0 && !node.limit) return expandOne(node, only, source)
  const limit = node.limit && emission.expression(node.limit)
  return sql`SELECT ${selection(node.columns, computed)} FROM (SELECT *, ${positions(node, limit)} FROM ${source})`
}

const arrayName = (position: number): Sql => name(` array${position}`)
const listName = (position: number): Sql => name(` list${position}`)

/** Several arrays side by side: a list for each, and every column as the element at position `i`, missing beyond the end. */
export function inParallel({ expansions, index }: Expand | Outer, emission: Emission, single = false) {
  const arrays = expansions.map(({ array }, at) => sql`${emission.expression(array)} AS ${arrayName(at)}`)
  const lists = expansions.map((expansion, at) => sql`${elements(arrayName(at), expansion, single)} AS ${listName(at)}`)
  const items = expansions.map(({ id, type }, at) => [id, castExpanded(sql`${listName(at)}[i]`, type)] as const)
  return { arrays: join(arrays), lists: join(lists), computed: new Map([...items, [index, sql`i - 1`]]) }
}

/** A single array needs neither padding nor lookups by position. */
function expandOne(node: Expand, { id, type, properties }: Expansion, source: Sql): Sql {
  const computed = new Map([
    ...(properties?.map(property => [property.id, propertyOf(sql`item`, property)] as const) ?? [
      [id, castExpanded(sql`item`, type)] as const,
    ]),
    [node.index, sql`i - 1`],
  ])
  const counted = node.columns.some(column => column.id === node.index)
  const subscripts = counted ? sql`, generate_subscripts(${listName(0)}, 1) AS i` : empty
  return sql`SELECT ${selection(node.columns, computed)} FROM (SELECT *, unnest(${listName(0)}) AS item${subscripts} FROM ${source})`
}

/** One row per position in the longest list. */
export function positions({ expansions }: Expand | Outer, limit: Sql | undefined): Sql {
  const longest = sql`greatest(${join(expansions.map((_, at) => sql`len(${listName(at)})`))})`
  const last = limit ? sql`least(${longest}, ${limit})` : longest
  return sql`unnest(range(1, ${last} + 1)) AS i`
}
