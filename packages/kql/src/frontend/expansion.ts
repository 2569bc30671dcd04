/// <reference types="@kusto/language-service-next" />

import { memoized } from '../limits/bounded-cache.ts'
import { type LiteralValue, literalOfText } from './literal.ts'
import { parameterSymbols } from './parameter-symbols.ts'
import { Language, toArray } from './parser.ts'
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
export interface Expansion {
  /** Its first error: the binder reports only errors in a query's own text. */
  readonly mistake?: string
  readonly statements: readonly SyntaxNode[]
  readonly body: Expr
  /** The binder's symbols for the parameters. Calls that look alike to the binder share one body. */
  readonly parameters: ReadonlyMap<string, readonly KustoSymbol[]>
}

type Named = Nodes['FunctionCallExpression'] | Nodes['NameReference']

/** The body of a call or a bare name as the binder has it; null or undefined for built-in functions, tables and variables. */
export const bodyOf = (node: Named) => node.GetExpansion() as Nodes['FunctionBody'] | null | undefined

/** The body of a call or a bare name; undefined for built-in functions, tables and variables. */
export function expansionOf(node: Named): Expansion | undefined {
  const body = bodyOf(node)
  if (!body?.Expression) return undefined
  const expansion = expansions.get(body) ?? expanded(body, body.Expression)
  expansions.set(body, expansion)
  return expansion
}

/** Calls that look alike to the binder share one body. */
const expansions = new WeakMap<Nodes['FunctionBody'], Expansion>()

function expanded(node: Nodes['FunctionBody'], body: Expr): Expansion {
  const errors = toArray<{ readonly Severity: string; readonly Message: string }>(node.GetContainedDiagnostics())
  const mistake = errors.find(({ Severity }) => Severity === 'Error')?.Message
  return {
    ...(mistake !== undefined && { mistake }),
    statements: elementsOf<SyntaxNode>(node.Statements),
    body,
    parameters: parameterSymbols(node as unknown as SyntaxNode),
  }
}

interface Variable {
  readonly Source?: SyntaxNode | null
  readonly Type?: KustoSymbol
  readonly ConstantValueInfo?: { readonly RawText?: string } | null
}

/** The definition of a variable: the let's expression or the call's argument. */
export const sourceOf = (symbol: KustoSymbol | null | undefined): SyntaxNode | undefined =>
  (symbol as Variable | null | undefined)?.Source ?? undefined

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
