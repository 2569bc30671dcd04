/// <reference types="@kusto/language-service-next" />
import { Symbols, toArray } from './parser.ts'
import { type Expr, is, type KustoSymbol, nodeName } from './syntax.ts'

/** The names of the tables that `T*` stands for; undefined for any other expression. */
export function tablesOfGroup(expression: Expr): string[] | undefined {
  if (!is(expression, 'NameReference') || !expression.Name || nodeName(expression.Name) !== 'WildcardedName')
    return undefined
  const symbol = expression.ReferencedSymbol
  if (symbol instanceof Symbols.TableSymbol) return [symbol.Name!]
  if (!(symbol instanceof Symbols.GroupSymbol)) return []
  return toArray<KustoSymbol>(symbol.Members).flatMap(member =>
    member instanceof Symbols.TableSymbol ? [member.Name!] : [],
  )
}
