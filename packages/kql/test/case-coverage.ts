import type { Catalogue } from '@tripline/schemas'
import { withServiceTables } from '../src/compile/with-service-tables.ts'
import { bindQuery } from '../src/frontend/bind.ts'
import { descendants, nodeName } from '../src/frontend/syntax.ts'
import { lowerQuery } from '../src/lower/query.ts'
import { rewrite } from '../src/passes/index.ts'
import type { PlanNode } from '../src/plan/node.ts'
import type { QueryWorld } from '../src/world/query-world.ts'
import type { QueryCase } from './query-case.ts'

/** The world of each case. Those without a dataset have one in common, whose symbols the binder keeps. */
function worldsIn(catalogue: Catalogue): (queryCase: QueryCase) => QueryWorld {
  const empty: QueryWorld = { catalogue, functions: [], watchlists: [], externalData: [] }
  return ({ dataset }) => {
    if (!dataset) return empty
    const { functions = [], watchlists = [], externalData = [] } = dataset
    return { catalogue, functions, watchlists, externalData }
  }
}

/** The bound query, and its plan if it has one: nothing is planned that is refused or needs a stage. */
function planned({ kql }: QueryCase, declared: QueryWorld) {
  const world = withServiceTables(kql, declared)
  const bound = bindQuery(kql, world)
  if (bound.diagnostics.some(({ severity }) => severity === 'error')) return { bound }
  const { plan } = lowerQuery(bound, world, new Map(), undefined, new Map())
  return { bound, plan: plan && rewrite(plan) }
}

export const planOf = (queryCase: QueryCase, catalogue: Catalogue): PlanNode | undefined =>
  planned(queryCase, worldsIn(catalogue)(queryCase)).plan

/** The names of calls, aggregates and window functions in a plan. */
function* calledIn(plan: unknown, seen = new Set<unknown>()): Generator<string> {
  if (plan === null || typeof plan !== 'object' || seen.has(plan)) return
  seen.add(plan)
  const { op, name } = plan as { op?: unknown; name?: unknown }
  if (typeof name === 'string' && (op === 'call' || op === 'aggregate' || op === 'window')) yield name
  for (const value of Object.values(plan)) yield* calledIn(value, seen)
}

/**
 * The folders of the cases that exercise each part of the language: functions and operators by name (as the plan has
 * them, or as the text calls them where nothing is planned), and syntax by the parser's name of the node.
 */
export function coverageOf(cases: readonly QueryCase[], catalogue: Catalogue): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const worldOf = worldsIn(catalogue)
  for (const queryCase of cases) {
    const { bound, plan } = planned(queryCase, worldOf(queryCase))
    const parts = new Set([
      ...calledIn(plan),
      ...Array.from(queryCase.kql.matchAll(/([A-Za-z_]\w*)\s*\(/g), match => match[1]!),
      ...Array.from(descendants(bound.root), nodeName),
    ])
    for (const part of parts) found.set(part, [...(found.get(part) ?? []), queryCase.folder.name])
  }
  return found
}
