/// <reference types="@kusto/language-service-next" />
import { Symbols } from './parser.ts'
import type { KustoSymbol } from './syntax.ts'

type DatabaseSymbol = Kusto.Language.Symbols.DatabaseSymbol
type GetMembers = (name: string | null, match: number, found: unknown, ignoreCase?: boolean) => void

const ascii = /^[\x20-\x7e]+$/

/**
 * The binder's symbol of a database. For every name that is not a column, the binder compares the names of all members by the
 * rules of a locale, which takes a tenth of its time. Here it compares those that have the name.
 */
export function databaseSymbol(name: string, members: readonly KustoSymbol[]): DatabaseSymbol {
  const symbol = new Symbols.DatabaseSymbol.ctor(name, members as never)
  // In a locale, other characters may equal different ones, or none.
  if (!members.every(member => ascii.test(member.Name!))) return symbol
  const named = new Map<string, readonly KustoSymbol[]>()
  for (const member of members) named.set(member.Name!, [...(named.get(member.Name!) ?? []), member])
  const { GetMembers$1: all } = symbol as unknown as { readonly GetMembers$1: GetMembers }
  const { Matches$1: matches } = Kusto.Language.Symbols.SymbolMatchExtensions as unknown as {
    readonly Matches$1: (member: KustoSymbol, name: string, match: number, ignoreCase: boolean) => boolean
  }
  const getMembers: GetMembers = (wanted, match, found, ignoreCase = false) => {
    if (wanted === null || ignoreCase || !ascii.test(wanted)) return all.call(symbol, wanted, match, found, ignoreCase)
    for (const member of named.get(wanted) ?? [])
      if (matches(member, wanted, match, false)) (found as { add(member: KustoSymbol): void }).add(member)
  }
  return Object.assign(symbol, { GetMembers$1: getMembers })
}
