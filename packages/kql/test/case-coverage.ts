import type { Catalogue } from '@tripline/schemas'
import { compileQuery } from '../src/compile/compile-query.ts'
import { bindQuery } from '../src/frontend/bind.ts'
import { descendants, nodeName } from '../src/frontend/syntax.ts'
import type { PlanNode } from '../src/plan/node.ts'
import type { QueryCase } from './query-case.ts'

const worldOf = ({ dataset }: QueryCase, catalogue: Catalogue) => ({
  catalogue,
  functions: dataset?.functions ?? [],
  watchlists: dataset?.watchlists ?? [],
  externalData: dataset?.externalData ?? [],
})

export const planOf = (queryCase: QueryCase, catalogue: Catalogue): PlanNode | undefined =>
  compileQuery(queryCase.kql, worldOf(queryCase, catalogue), new Map()).query?.plan

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
  for (const queryCase of cases) {
    const { root } = bindQuery(queryCase.kql, worldOf(queryCase, catalogue))
    const parts = new Set([
      ...calledIn(planOf(queryCase, catalogue)),
      ...Array.from(queryCase.kql.matchAll(/([A-Za-z_]\w*)\s*\(/g), match => match[1]!),
      ...Array.from(descendants(root), nodeName),
    ])
    for (const part of parts) found.set(part, [...(found.get(part) ?? []), queryCase.folder.name])
  }
  return found
}
