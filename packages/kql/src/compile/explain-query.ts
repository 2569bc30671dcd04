import type { Column } from '@tripline/schemas'
import { analyseQuery } from '../analysis/analyse-query.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { QueryWorld } from '../world/query-world.ts'
import { externalTable, type StoredTable, watchlistTable } from '../world/stored-table.ts'

/** A compiled query as text. */
export interface QueryExplanation {
  /** The plan that the SQL is generated from, one node per line. */
  readonly plan: string
  /** One SELECT; `$now` stands for the time of the run. */
  readonly sql: string
  readonly columns: readonly Column[]
  /** Only the part whose rows determine the columns of the rest (`bag_unpack`, `pivot`). */
  readonly partial: boolean
}

/**
 * Compiles a query as if every table, watchlist and file that it reads had rows. There is no explanation if the query has
 * errors or is refused.
 */
export async function explainQuery(
  kql: string,
  world: QueryWorld,
): Promise<{ readonly explanation?: QueryExplanation; readonly diagnostics: readonly QueryDiagnostic[] }> {
  const [{ compileQuery }, { printPlan }, { renderNames }] = await Promise.all([
    import('./compile-query.ts'),
    import('../plan/print-plan.ts'),
    import('../sql/sql.ts'),
  ])
  const { query, stage, diagnostics } = compileQuery(kql, world, tablesRead(kql, world))
  const compiled = query ?? stage?.query
  if (!compiled) return { diagnostics }
  const { plan, sql, columns } = compiled
  const explanation = { plan: printPlan(plan), sql: renderNames(sql), columns, partial: query === undefined }
  return { explanation, diagnostics }
}

/** Everything the query reads, stored under the names used in the query. */
function tablesRead(kql: string, world: QueryWorld): ReadonlyMap<string, StoredTable> {
  const { tables, watchlists } = analyseQuery(kql, world)
  const catalogued = tables.flatMap(name => {
    const table = world.catalogue.get(name)
    return table ? [[name, { name, columns: table.columns.map(column => column.name) }] as const] : []
  })
  const listed = (world.watchlists ?? [])
    .filter(({ alias }) => watchlists.includes(alias))
    .map(({ alias, columns }) => [watchlistTable(alias), { name: watchlistTable(alias), columns }] as const)
  const external = (world.externalData ?? []).map(
    ({ url }) => [externalTable(url), { name: externalTable(url), columns: ['text'] }] as const,
  )
  return new Map<string, StoredTable>([...catalogued, ...listed, ...external])
}
