/// <reference types="@kusto/language-service-next" />
import { isApart } from '../world/stored-table.ts'
import { Symbols, toArray } from './parser.ts'
import { type Expr, elementsOf, is, type KustoSymbol, nodeName, type SyntaxNode } from './syntax.ts'

/** A match of a wildcard, or of an absent list of names: a table of the workspace, or a view of the query. */
export type GroupMember =
  | { readonly kind: 'table'; readonly name: string }
  | {
      readonly kind: 'view'
      readonly name: string
      readonly statements: readonly SyntaxNode[]
      readonly body: Expr
    }

/** The tables and views that `T*` matches; undefined for any other expression. */
export function membersOfGroup(expression: Expr): GroupMember[] | undefined {
  if (!is(expression, 'NameReference') || !expression.Name || nodeName(expression.Name) !== 'WildcardedName')
    return undefined
  const symbol = expression.ReferencedSymbol
  const members = symbol instanceof Symbols.GroupSymbol ? toArray<KustoSymbol>(symbol.Members) : symbol ? [symbol] : []
  return members.flatMap((member): GroupMember[] => {
    if (member instanceof Symbols.TableSymbol) {
      return isApart(member.Name!) ? [] : [{ kind: 'table', name: member.Name! }]
    }
    return member instanceof Symbols.FunctionSymbol ? viewOf(member) : []
  })
}

function viewOf(symbol: Kusto.Language.Symbols.FunctionSymbol): GroupMember[] {
  const [signature] = toArray<Kusto.Language.Symbols.Signature>(symbol.Signatures)
  const declaration = signature?.Declaration
  return declaration ? [view(symbol.Name!, declaration)] : []
}

const view = (name: string, body: Kusto.Language.Syntax.FunctionBody): GroupMember => ({
  kind: 'view',
  name,
  statements: elementsOf<SyntaxNode>(body.Statements),
  body: body.Expression!,
})

/** The views that a query declares. A search without a list of tables covers them and the workspace's tables. */
export function declaredViews(node: SyntaxNode): GroupMember[] {
  const root = node.Root as unknown as { readonly Statements?: unknown }
  return elementsOf<SyntaxNode>(root.Statements).flatMap(statement => {
    const value = is(statement, 'LetStatement') ? statement.Expression : undefined
    return is(value, 'FunctionDeclaration') && value.ViewKeyword
      ? [view((statement as { Name: { SimpleName: string } } & SyntaxNode).Name.SimpleName, value.Body!)]
      : []
  })
}

/** The names of the tables that `T*` matches; undefined for any other expression. */
export const tablesOfGroup = (expression: Expr): string[] | undefined =>
  membersOfGroup(expression)?.flatMap(member => (member.kind === 'table' ? [member.name] : []))
