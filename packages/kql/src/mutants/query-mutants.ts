import { bindQuery } from '../frontend/bind.ts'
import { descendants } from '../frontend/syntax.ts'
import type { QueryWorld } from '../world/query-world.ts'
import { mutators } from './mutators.ts'
import { mutated, type QueryMutant } from './query-mutant.ts'

/** The small changes of a query that a test should notice, in the order of its text; none if the query has errors. */
export function queryMutants(kql: string, world: QueryWorld): readonly QueryMutant[] {
  const { root, diagnostics } = bindQuery(kql, world)
  if (diagnostics.some(({ severity }) => severity === 'error')) return []
  const found = new Map<string, QueryMutant>()
  for (const node of descendants(root)) {
    for (const mutant of mutators.flatMap(changes => changes(node))) {
      const text = mutated(kql, mutant)
      if (!found.has(text)) found.set(text, mutant)
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start)
}
