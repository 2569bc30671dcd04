import type { KustoSymbol, Nodes, SyntaxNode } from './syntax.ts'

export type Named = Nodes['FunctionCallExpression'] | Nodes['NameReference']

/** The body of a call or a bare name as the binder has it; null or undefined for built-in functions, tables and variables. */
export const bodyOf = (node: Named) => node.GetExpansion() as Nodes['FunctionBody'] | null | undefined

/** The definition of a variable: the let's expression or the call's argument. */
export const sourceOf = (symbol: KustoSymbol | null | undefined): SyntaxNode | undefined =>
  (symbol as { readonly Source?: SyntaxNode | null } | null | undefined)?.Source ?? undefined
