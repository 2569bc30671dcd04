import { bindQuery } from '../frontend/bind.ts'
import { descendants, is, type SyntaxElement } from '../frontend/syntax.ts'
import type { QueryWorld } from '../world/query-world.ts'
import { mutators } from './mutators.ts'
import { mutated, type QueryMutant } from './query-mutant.ts'

/** The small changes of a query that a test should notice, in the order of its text; none if the query has errors. */
export function queryMutants(kql: string, world: QueryWorld): readonly QueryMutant[] {
  const { root, diagnostics } = bindQuery(kql, world)
  if (diagnostics.some(({ severity }) => severity === 'error')) return []
  const found = new Map<string, QueryMutant>()
  const nodes = [...descendants(root)]
  const empty = new Set(nodes.flatMap(emptyLet))
  for (const node of nodes) {
    for (const mutant of mutators.flatMap(changes => changes(node))) {
      if (mutant.kind === 'condition' && mentions(kql.slice(mutant.start, mutant.end), empty)) continue
      const text = mutated(kql, mutant)
      if (!found.has(text)) found.set(text, mutant)
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start)
}

/** The name of a let that is an empty text: a list that a workspace may fill, and that does nothing until then. */
function emptyLet(node: SyntaxElement): readonly string[] {
  if (!is(node, 'LetStatement') || !is(node.Expression, 'LiteralExpression')) return []
  return node.Expression.LiteralValue === '' ? [node.Name!.SimpleName!] : []
}

const mentions = (condition: string, names: ReadonlySet<string>): boolean =>
  (condition.match(/\w+/g) ?? []).some(word => names.has(word))
