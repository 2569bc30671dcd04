import { castDynamic } from '../functions/conversion.ts'
import type { Expand, Expansion } from '../plan/node.ts'
import type { Emission, Emit } from './emission.ts'
import { selection } from './emission.ts'
import { call, join, name, once, type Sql, sql } from './sql.ts'

/**
 * The elements of a dynamic as a list: null gives one null, a bag its members, a scalar itself (semantics 12.1). The
 * casts matter for constants, where DuckDB takes a branch that it has not folded for text.
 */
export const elements = (array: Sql, bags: Expansion['bags']): Sql =>
  once(array, item => {
    const members = call(bags === 'bag' ? 'kql_bag_elements' : 'kql_bag_pairs', [item])
    const list = (json: Sql) => sql`CAST(json_extract(${json}, '$[*]') AS VARCHAR[])`
    return sql`CASE WHEN starts_with(${item}, '[') THEN ${list(item)} WHEN starts_with(${item}, '{') THEN ${list(members)}
      ELSE [CAST(${item} AS VARCHAR)] END`
  })

/** The i-th element of an expansion as its type; past the end null, '' for strings. */
export const element = (expansion: Expansion, list: Sql, index: Sql): Sql => typed(expansion, sql`${list}[${index}]`)

const typed = ({ type }: Expansion, item: Sql): Sql =>
  castDynamic(
    once(sql`CAST(${item} AS VARCHAR)`, json => sql`nullif(${json}, 'null')`),
    type,
  )

/** mv-expand: arrays in parallel, the shorter padded with null; an empty array gives no row (semantics 12.1, 12.2). */
export const emitExpand: Emit<Expand> = (node, emission) => {
  const [only, ...others] = node.expansions
  if (only && others.length === 0 && !node.limit) return expandOne(node, only, emission)
  const lists = node.expansions.map((_, position) => name(` list${position}`))
  const inner = node.expansions.map(
    (expansion, position) =>
      sql`${elements(emission.expression(expansion.array), expansion.bags)} AS ${lists[position]!}`,
  )
  const computed = new Map([
    ...node.expansions.map(
      (expansion, position) => [expansion.id, element(expansion, lists[position]!, sql`i`)] as const,
    ),
    [node.index, sql`i - 1`],
  ])
  const source = sql`(SELECT *, ${join(inner)} FROM ${emission.from(node.input)})`
  return sql`SELECT ${selection(node.columns, computed)} FROM (SELECT *, ${positions(lists, node.limit && emission.expression(node.limit))} FROM ${source})`
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
export function positions(lists: readonly Sql[], limit: ReturnType<Emission['expression']> | undefined): Sql {
  const longest = sql`greatest(${join(lists.map(list => sql`len(${list})`))})`
  const last = limit ? sql`least(${longest}, ${limit})` : longest
  return sql`unnest(range(1, ${last} + 1)) AS i`
}
