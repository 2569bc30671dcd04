/// <reference types="@kusto/language-service-next" />
import type { Catalogue, Table } from '@tripline/schemas'
import { type BoundedCache, boundedCache } from '../limits/bounded-cache.ts'
import type { QueryWorld, StoredFunction, WatchlistSchema } from '../world/query-world.ts'
import { Symbols, toArray } from './parser.ts'
import { mentions, reachFrom } from './reached-functions.ts'

type FunctionSymbol = Kusto.Language.Symbols.FunctionSymbol

/** Of each catalogue. */
const mostSymbols = 5_000

/** A stored function as the binder knows it, with those that its body can call. */
export interface StoredSymbol {
  readonly stored: StoredFunction
  readonly symbol: FunctionSymbol
  readonly reached: () => readonly StoredSymbol[]
}

let symbols = new WeakMap<Catalogue, BoundedCache<StoredSymbol>>()
const bySymbol = new WeakMap<object, StoredSymbol>()

/** Undefined for a symbol of anything else. */
export const storedOf = (symbol: object | null): StoredSymbol | undefined => bySymbol.get(symbol ?? {})

/** Discards the symbols that belong to a parser that is discarded. */
export function dropFunctions(): void {
  symbols = new WeakMap()
}

/**
 * The binder's symbols of a world's stored functions. The binder remembers by symbol what it has bound, so that a body is bound
 * once for all worlds and queries in which it reaches the same functions and the same columns. `widened`: the tables that have
 * more columns than the catalogue lists.
 */
export function functionSymbols(world: QueryWorld, widened: readonly Table[]): readonly FunctionSymbol[] {
  const { catalogue, functions = [] } = world
  const known = symbols.get(catalogue) ?? boundedCache<StoredSymbol>(mostSymbols)
  symbols.set(catalogue, known)
  const viewOf = viewIn(world, widened)
  const symbolOf = (stored: StoredFunction): StoredSymbol =>
    known.get(viewOf(stored), () => {
      const reached = () => [...reachFrom(stored, functions)].map(symbolOf)
      const made = { stored, symbol: functionSymbol(stored), reached }
      bySymbol.set(made.symbol, made)
      return made
    })
  return functions.map(stored => symbolOf(stored).symbol)
}

const noWatchlists: readonly WatchlistSchema[] = []

/** What a function's body can see, as a key. */
function viewIn({ functions = [], watchlists = noWatchlists }: QueryWorld, widened: readonly Table[]) {
  const tables = widened.map(({ name, columns }) => ({ name, key: `${name}(${columns.map(column => column.name)})` }))
  return (stored: StoredFunction): string => {
    const reached = [...reachFrom(stored, functions)]
    const seen = reached.some(seesAll)
      ? tables
      : tables.filter(({ name }) => reached.some(within => mentions(within, name)))
    return [...[...reached, watchlists].map(idOf), ...seen.map(({ key }) => key)].join()
  }
}

/** Comments and strings. */
const silent = /\/\/[^\n]*|@"(?:[^"\n]|"")*"|@'(?:[^'\n]|'')*'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g

const seeing = new WeakMap<StoredFunction, boolean>()

/** Whether a body may read tables that it does not name: of a computed name, or those that a wildcard matches. */
function seesAll(stored: StoredFunction): boolean {
  const known = seeing.get(stored) ?? readsUnnamed(stored.body.replace(silent, ' '))
  seeing.set(stored, known)
  return known
}

/** What is in brackets belongs to one table of a union. Few texts have as many brackets within brackets. */
function readsUnnamed(text: string, brackets = 20): boolean {
  if (/\b(?:table\s*\(|search\b|find\b)/.test(text) || text.split(/[|;{}]/).some(isWildUnion)) return true
  const outer = text.replace(/\([^()]*\)/g, ' ')
  return outer !== text && (brackets === 0 || readsUnnamed(outer, brackets - 1))
}

function isWildUnion(text: string): boolean {
  const start = text.search(/\bunion\b/)
  return start >= 0 && text.includes('*', start)
}

const ids = new WeakMap<object, number>()
let lastId = 0

function idOf(one: object): number {
  const id = ids.get(one) ?? ++lastId
  ids.set(one, id)
  return id
}

/** Its parameters are read on first use: a query calls few of the functions. */
function functionSymbol({ name, parameters, body }: StoredFunction): FunctionSymbol {
  const symbol = new Symbols.FunctionSymbol.$ctor16(name, '()', body, null as never)
  let signatures: unknown
  return Object.defineProperty(symbol, 'Signatures', { get: () => (signatures ??= signaturesOf()) })
  function signaturesOf() {
    const { Signatures } = new Symbols.FunctionSymbol.$ctor16(name, parameters, body, null as never)
    for (const signature of toArray<{ Symbol: FunctionSymbol }>(Signatures)) signature.Symbol = symbol
    return Signatures
  }
}
