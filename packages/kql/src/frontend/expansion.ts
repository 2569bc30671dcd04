/// <reference types="@kusto/language-service-next" />

import { memoized } from '../limits/bounded-cache.ts'
import { bodyOf, type Named } from './definition.ts'
import { type LiteralValue, literalOfText } from './literal.ts'
import { parameterSymbols } from './parameter-symbols.ts'
import { Language, toArray } from './parser.ts'
import { type KustoDiagnostic, severityIn } from './severity.ts'
import {
  descendants,
  type Expr,
  elementsOf,
  is,
  type KustoSymbol,
  type Nodes,
  type SyntaxNode,
  scalarType,
} from './syntax.ts'

/** The body of a user's function, rebound for one call. */
export interface ExpandedCall {
  /** Its first error: the binder reports only errors in a query's own text. */
  readonly mistake?: string
  readonly statements: readonly SyntaxNode[]
  readonly body: Expr
  /** The binder's symbols for the parameters. Calls that look alike to the binder share one body. */
  readonly parameters: ReadonlyMap<string, readonly KustoSymbol[]>
}

/** The body of a call or a bare name; undefined for built-in functions, tables and variables. */
export function expansionOf(node: Named): ExpandedCall | undefined {
  const body = bodyOf(node)
  if (!body?.Expression) return undefined
  const expansion = expansions.get(body) ?? expanded(body, body.Expression)
  expansions.set(body, expansion)
  return expansion
}

/** Calls that look alike to the binder share one body. */
const expansions = new WeakMap<Nodes['FunctionBody'], ExpandedCall>()

function expanded(node: Nodes['FunctionBody'], body: Expr): ExpandedCall {
  const severityOf = severityIn(node as unknown as SyntaxNode)
  const found = toArray<KustoDiagnostic>(node.GetContainedDiagnostics())
  const mistake = found.find(diagnostic => severityOf(diagnostic) === 'error')?.Message
  return {
    ...(mistake !== undefined && { mistake }),
    statements: elementsOf<SyntaxNode>(node.Statements),
    body,
    parameters: parameterSymbols(node as unknown as SyntaxNode),
  }
}

/** Whether the function that is called belongs to the workspace, rather than to the query. */
export function isStoredFunction(node: Named): boolean {
  const name = is(node, 'NameReference') ? node.SimpleName : node.Name!.SimpleName
  const root = (node as unknown as SyntaxNode).Root as unknown as SyntaxNode
  return ![...descendants(root)].some(other => is(other, 'LetStatement') && other.Name!.SimpleName === name)
}

interface Variable {
  readonly Type?: KustoSymbol
  readonly ConstantValueInfo?: { readonly RawText?: string } | null
}

/** The default `dynamic(…)` of a parameter, bound separately; undefined for other types or forms. */
export function dynamicDefault(symbol: KustoSymbol | null | undefined): Expr | undefined {
  const { ConstantValueInfo, Type } = (symbol ?? {}) as Variable
  const text = scalarType(Type) === 'dynamic' ? ConstantValueInfo?.RawText : undefined
  return text === undefined ? undefined : dynamicLiteral(text)
}

const dynamicLiteral = memoized(64, (text: string): Expr | undefined => {
  const root = Language.KustoCode.ParseAndAnalyze(`print ${text}`, Language.GlobalState.Default)!.Syntax
  return Array.from(descendants(root as unknown as SyntaxNode)).find(node => is(node, 'DynamicExpression'))
})

/** The value of a parameter that a call omits. */
export function defaultOf(symbol: KustoSymbol | null | undefined): LiteralValue | undefined {
  const { ConstantValueInfo, Type } = (symbol ?? {}) as Variable
  const type = scalarType(Type)
  return ConstantValueInfo?.RawText !== undefined && type ? literalOfText(ConstantValueInfo.RawText, type) : undefined
}
