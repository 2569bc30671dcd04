import type { BoundQuery } from '../frontend/bind.ts'
import { lowerQuery } from '../lower/query.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { QueryWorld } from '../world/query-world.ts'

/**
 * The first construct that this engine does not run, or that Kusto rejects although the binder accepts it, as far as
 * the query shows it without data.
 */
export function refusalsOf(bound: BoundQuery, world: QueryWorld): readonly QueryDiagnostic[] {
  if (bound.diagnostics.some(({ severity }) => severity === 'error')) return []
  const { diagnostics } = lowerQuery(bound, world, new Map(), undefined, new Map())
  return diagnostics.filter(({ severity }) => severity === 'error')
}
