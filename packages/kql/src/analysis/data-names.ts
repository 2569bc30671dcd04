import { isOpenTable, openColumnType } from '@tripline/schemas'
import { columnsAt } from '../findings/nearest-name.ts'
import { is, isColumn, isTable, type Nodes, type SyntaxElement, spanOf } from '../frontend/syntax.ts'
import type { DataName } from './query-analysis.ts'

/** Plugins whose output columns depend on the data. */
const deciding: ReadonlySet<string> = new Set(['bag_unpack', 'pivot'])

/** The first mention of each column that only the data can have brought: by such a plugin, or in a table that takes any column. */
export function dataNames(nodes: readonly SyntaxElement[]): readonly DataName[] {
  const isOpen = nodes.some(node => is(node, 'FunctionCallExpression') && deciding.has(node.Name!.SimpleName!))
  const openTables = nodes.flatMap(node => openTable(node) ?? [])
  if (!isOpen && openTables.length === 0) return []
  const declared = new Set(nodes.flatMap(node => (is(node, 'NameDeclaration') ? [node.SimpleName!] : [])))
  const names = new Map<string, DataName>()
  for (const node of nodes) {
    if (!is(node, 'NameReference') || !isColumn(node.ReferencedSymbol)) continue
    const name = node.SimpleName!
    if (declared.has(name) || names.has(name)) continue
    const type = openTables.map(table => openColumnType(table, name)).find(found => found !== undefined)
    if (type !== undefined) names.set(name, { name, type, ...spanOf(node) })
    else if (isOpen && isUnpacked(node)) names.set(name, { name, ...spanOf(node) })
  }
  return [...names.values()]
}

const openTable = (node: SyntaxElement): string | undefined =>
  is(node, 'NameReference') && isTable(node.ReferencedSymbol) && isOpenTable(node.SimpleName!)
    ? node.SimpleName!
    : undefined

const isUnpacked = (node: Nodes['NameReference']): boolean =>
  node.ResultType?.Name === 'unknown' && !columnsAt(node).includes(node.SimpleName!)
