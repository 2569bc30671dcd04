import { lookUp } from '@tripline/diagnostics'
import { descendants, nodeName, type SyntaxNode, type SyntaxToken } from './syntax.ts'

interface Spacing {
  readonly tokens: readonly string[]
  /** The white space before the token; absent: as it is. */
  readonly before?: '' | ' '
  readonly after: '' | ' '
}

const keyword = (token: string): Spacing => ({ tokens: [token], after: '' })
const operator = (...tokens: readonly string[]): Spacing => ({ tokens, after: ' ' })
const equals: Spacing = { tokens: ['='], before: '', after: '' }

/**
 * Spaces around tokens, by the node that a token belongs to, where the official formatter differs from most of the queries
 * that are published for Sentinel. The figures are the shares of 1,942 such queries, Microsoft's own among them, that
 * agree with the row.
 */
const spacing: Readonly<Record<string, Spacing>> = {
  // `in (` 94 %
  InExpression: operator('in', 'in~', '!in', '!in~'),
  // `has_any (` 90 %
  HasAnyExpression: operator('has_any'),
  // `has_all (` 82 %
  HasAllExpression: operator('has_all'),
  // `kind=inner` 90 %, `isfuzzy=true`, `title="…"`, `format="csv"` 99 %
  NamedParameter: equals,
  // `default=0` 100 %
  DefaultExpressionClause: equals,
  // `toscalar(` 86 %
  ToScalarExpression: keyword('toscalar'),
  // `materialize(` 61 %
  MaterializeExpression: keyword('materialize'),
  // `typeof(` 100 %
  TypeOfLiteralExpression: keyword('typeof'),
  // `externaldata(` 95 %
  ExternalDataExpression: keyword('externaldata'),
  // `datatable(` 81 %
  DataTableExpression: keyword('datatable'),
  // `Name:string` 74 %
  NameAndTypeDeclaration: { tokens: [':'], after: '' },
}

/** The text of a query with these spaces; line breaks and comments between tokens stay. */
export function spaced(syntax: SyntaxNode): string {
  const tokens = [...descendants(syntax)].filter((element): element is SyntaxToken => element.IsToken)
  return tokens
    .map((token, index) => {
      const between = token.Trivia ?? ''
      const wanted = spacingAround(token).before ?? spacingAround(tokens[index - 1]).after
      return (wanted !== undefined && /^ *$/.test(between) ? wanted : between) + token.Text
    })
    .join('')
}

function spacingAround(token: SyntaxToken | undefined): Partial<Spacing> {
  const own = token?.Parent && lookUp(spacing, nodeName(token.Parent))
  return own?.tokens.includes(token!.Text!) ? own : {}
}
