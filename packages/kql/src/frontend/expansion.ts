/// <reference types="@kusto/language-service-next" />
import { type LiteralValue, literalOfText } from './literal.ts'
import { type Expr, elementsOf, type KustoSymbol, type Nodes, type SyntaxNode, scalarType } from './syntax.ts'

/** The body of a user's function, bound anew for one call. */
export interface Expansion {
  readonly statements: readonly SyntaxNode[]
  readonly body: Expr
}

/** The body behind a call or a bare name; undefined for built-in functions, tables and variables. */
export function expansionOf(node: Nodes['FunctionCallExpression'] | Nodes['NameReference']): Expansion | undefined {
  const body = node.GetExpansion() as Kusto.Language.Syntax.FunctionBody | null | undefined
  if (!body?.Expression) return undefined
  return { statements: elementsOf<SyntaxNode>(body.Statements), body: body.Expression }
}

interface Variable {
  readonly Source?: SyntaxNode | null
  readonly Type?: KustoSymbol
  readonly ConstantValueInfo?: { readonly RawText?: string } | null
}

/** What defines a variable: the let's expression or the call's argument. */
export const sourceOf = (symbol: KustoSymbol | null | undefined): SyntaxNode | undefined =>
  (symbol as Variable | null | undefined)?.Source ?? undefined

/** The value of a parameter that a call left to its default. */
export function defaultOf(symbol: KustoSymbol | null | undefined): LiteralValue | undefined {
  const { ConstantValueInfo, Type } = (symbol ?? {}) as Variable
  const type = scalarType(Type)
  return ConstantValueInfo?.RawText !== undefined && type ? literalOfText(ConstantValueInfo.RawText, type) : undefined
}
