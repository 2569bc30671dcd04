import { columnsAt } from '../findings/nearest-name.ts'
import { is, isColumn, type SyntaxElement, spanOf } from '../frontend/syntax.ts'
import type { NamedSpan } from './query-analysis.ts'

/** Plugins whose output columns depend on the data. */
const deciding: ReadonlySet<string> = new Set(['bag_unpack', 'pivot'])

/** The first mention of each column that only such a plugin can have produced. */
export function dataNames(nodes: readonly SyntaxElement[]): readonly NamedSpan[] {
  const isOpen = nodes.some(node => is(node, 'FunctionCallExpression') && deciding.has(node.Name!.SimpleName!))
  if (!isOpen) return []
  const declared = new Set(nodes.flatMap(node => (is(node, 'NameDeclaration') ? [node.SimpleName!] : [])))
  const names = new Map<string, NamedSpan>()
  for (const node of nodes) {
    if (!is(node, 'NameReference') || !isColumn(node.ReferencedSymbol) || node.ResultType?.Name !== 'unknown') continue
    const name = node.SimpleName!
    if (!declared.has(name) && !names.has(name) && !columnsAt(node).includes(name))
      names.set(name, { name, ...spanOf(node) })
  }
  return [...names.values()]
}
