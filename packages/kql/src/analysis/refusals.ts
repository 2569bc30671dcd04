import type { BoundQuery } from '../frontend/bind.ts'
import { lowerQuery } from '../lower/query.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { QueryWorld } from '../world/query-world.ts'

/** What Kusto runs in a query and this engine does not, as far as it can be told without data: the first such construct. */
export function refusalsOf(bound: BoundQuery, world: QueryWorld): readonly QueryDiagnostic[] {
  if (bound.diagnostics.some(({ severity }) => severity === 'error')) return []
  const { diagnostics } = lowerQuery(bound, world, new Map(), undefined, new Map())
  return diagnostics.filter(({ kind }) => kind === 'unsupported')
}
