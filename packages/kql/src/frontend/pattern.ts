import { literalValue } from './literal.ts'
import { type Expr, elementsOf, is, type Nodes, nodesOf, type SyntaxNode } from './syntax.ts'

/** What a call of a declared pattern means: the body of the case that its values select, if there is one. */
export interface PatternCase {
  readonly body: { readonly statements: readonly SyntaxNode[]; readonly expression: Expr } | undefined
}

/** The case of `name("value").path`; undefined if `name` is not a pattern of the query. */
export function patternCase(call: Nodes['FunctionCallExpression'], path: string | undefined): PatternCase | undefined {
  const name = call.Name!.SimpleName
  const statements = elementsOf<SyntaxNode>((call.Root as unknown as { readonly Statements?: unknown }).Statements)
  const declared = statements.find(
    (statement): statement is Nodes['PatternStatement'] =>
      is(statement, 'PatternStatement') && statement.Name!.SimpleName === name,
  )
  if (!declared) return undefined
  const values = elementsOf<Expr>(call.ArgumentList?.Expressions).map(textOfValue)
  const matches = nodesOf(declared.Pattern?.Patterns) as Nodes['PatternMatch'][]
  const match = matches.find(candidate => {
    const own = elementsOf<Expr>(candidate.ParameterValues?.Expressions).map(textOfValue)
    const ownPath = candidate.PathValue ? textOfValue(candidate.PathValue.Value!) : undefined
    return ownPath === path && own.length === values.length && own.every((value, index) => value === values[index])
  })
  const body = match?.Body
  return {
    body: body ? { statements: elementsOf<SyntaxNode>(body.Statements), expression: body.Expression! } : undefined,
  }
}

const textOfValue = (value: Expr): string | undefined =>
  is(value, 'LiteralExpression') ? String(literalValue(value).value) : undefined
