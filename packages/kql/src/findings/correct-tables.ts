import type { Table } from '@tripline/schemas'
import { type BoundQuery, bindQuery } from '../frontend/bind.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { QueryWorld } from '../world/query-world.ts'
import { nearestName } from './nearest-name.ts'

/** A query judged as far as possible despite misspelt table names. */
interface Corrected {
  /** The diagnostics about those names. */
  readonly misspelt: readonly QueryDiagnostic[]
  /** The query bound as if they were spelt correctly, if that makes sense. */
  readonly bound: BoundQuery
}

/**
 * Assumes that an unknown table is the one most likely meant, so that a typo does not hide other errors. The evidence is that
 * all columns of the query then exist; without it, nothing is assumed.
 */
export function correctTables(bound: BoundQuery, world: QueryWorld): Corrected {
  const misspelt = bound.diagnostics.filter(({ code, severity }) => code === 'KS204' && severity === 'error')
  const meant = misspelt.map(found => tableMeant(found, bound, world)).filter(table => table !== undefined)
  if (meant.length === 0) return { misspelt: [], bound }
  const corrected = bindQuery(bound.kql, { ...world, catalogue: world.catalogue.with(meant) })
  const makesSense = corrected.diagnostics.every(({ severity }) => severity !== 'error')
  return makesSense ? { misspelt, bound: corrected } : { misspelt: [], bound }
}

/** The table that was meant, under the name that was written. */
function tableMeant(found: QueryDiagnostic, bound: BoundQuery, world: QueryWorld): Table | undefined {
  const near = nearestName(found, bound, world)
  const table = near === undefined ? undefined : world.catalogue.get(near)
  return table && { ...table, name: bound.kql.slice(found.start, found.end) }
}
