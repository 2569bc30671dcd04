import { toArray } from './parser.ts'
import { descendants, is, type KustoSymbol, type Nodes, type SyntaxElement, type SyntaxNode } from './syntax.ts'

export type ParameterSymbols = ReadonlyMap<string, readonly KustoSymbol[]>

/** The names of a called function's parameters, in order. */
export function parametersOfCall(node: Nodes['FunctionCallExpression'] | Nodes['NameReference']): readonly string[] {
  const signature = 'ReferencedSignature' in node ? node.ReferencedSignature : undefined
  return toArray<{ readonly Name: string }>(signature?.Parameters).map(({ Name }) => Name)
}

/** Variables that a body uses but does not declare, by name; those named like a parameter are the parameter. */
export function parameterSymbols(body: SyntaxNode): ParameterSymbols {
  const nodes = new Set<SyntaxElement>(descendants(body))
  const byName = new Map<string, KustoSymbol[]>()
  for (const node of nodes) {
    const symbol = is(node, 'NameReference') ? node.ReferencedSymbol : undefined
    if (!symbol || !('Source' in symbol) || nodes.has(symbol.Source as SyntaxElement)) continue
    const symbols = byName.get(symbol.Name!) ?? []
    if (!symbols.includes(symbol)) byName.set(symbol.Name!, [...symbols, symbol])
  }
  return byName
}
