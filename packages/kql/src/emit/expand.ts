import { castDynamic } from '../functions/conversion.ts'
import type { Expand, Expansion, Outer } from '../plan/node.ts'
import type { Emission, Emit } from './emission.ts'
import { selection } from './emission.ts'
import { call, join, name, once, type Sql, sql } from './sql.ts'

/**
 * The elements of a dynamic as a list: null gives one null, a bag its members, a scalar itself (semantics 12.1). The
 * casts matter for constants, where DuckDB takes a branch that it has not folded for text.
 */
const elements = (array: Sql, bags: Expansion['bags']): Sql =>
  once(array, item => {
    const members = call(bags === 'bag' ? 'kql_bag_elements' : 'kql_bag_pairs', [item])
    const list = (json: Sql) => sql`CAST(json_extract(${json}, '$[*]') AS VARCHAR[])`
    return sql`CASE WHEN starts_with(${item}, '[') THEN ${list(item)} WHEN starts_with(${item}, '{') THEN ${list(members)}
      ELSE [CAST(${item} AS VARCHAR)] END`
  })

const typed = ({ type }: Expansion, item: Sql): Sql =>
  castDynamic(
    once(sql`CAST(${item} AS VARCHAR)`, json => sql`nullif(${json}, 'null')`),
    type,
  )

/** mv-expand: arrays in parallel, the shorter padded with null; an empty array gives no row (semantics 12.1, 12.2). */
export const emitExpand: Emit<Expand> = (node, emission) => {
  const [only, ...others] = node.expansions
  if (only && others.length === 0 && !node.limit) return expandOne(node, only, emission)
  const { lists, computed } = inParallel(node, emission)
  const limit = node.limit && emission.expression(node.limit)
  const source = sql`(SELECT *, ${join(lists.map(list => list.definition))} FROM ${emission.from(node.input)})`
  return sql`SELECT ${selection(node.columns, computed)} FROM (SELECT *, ${positions(lists, limit)} FROM ${source})`
}

interface ElementList {
  readonly name: Sql
  /** `… AS name` */
  readonly definition: Sql
}

/** Several arrays side by side: a list for each, and every column as the element at position `i`; past an end it is missing. */
export function inParallel({ expansions, index }: Expand | Outer, emission: Emission) {
  const lists = expansions.map(({ array, bags }, position): ElementList => {
    const list = name(` list${position}`)
    return { name: list, definition: sql`${elements(emission.expression(array), bags)} AS ${list}` }
  })
  const computed = new Map<string, Sql>([[index, sql`i - 1`]])
  expansions.forEach((expansion, position) => {
    computed.set(expansion.id, typed(expansion, sql`${lists[position]!.name}[i]`))
  })
  return { lists, computed }
}

/** A single array needs no padding and no positions to be looked up. */
function expandOne(node: Expand, expansion: Expansion, emission: Emission): Sql {
  const computed = new Map([
    [expansion.id, typed(expansion, sql`item`)],
    [node.index, sql`i - 1`],
  ])
  const list = elements(emission.expression(expansion.array), expansion.bags)
  const lists = sql`SELECT *, ${list} AS " list" FROM ${emission.from(node.input)}`
  const items = sql`SELECT *, unnest(" list") AS item, generate_subscripts(" list", 1) AS i FROM (${lists})`
  return sql`SELECT ${selection(node.columns, computed)} FROM (${items})`
}

/** One row per position of the longest list. */
export function positions(lists: readonly ElementList[], limit: Sql | undefined): Sql {
  const longest = sql`greatest(${join(lists.map(list => sql`len(${list.name})`))})`
  const last = limit ? sql`least(${longest}, ${limit})` : longest
  return sql`unnest(range(1, ${last} + 1)) AS i`
}
