import { mentionedFunctions, reachFrom } from '../frontend/reached-functions.ts'
import type { QueryWorld, StoredFunction } from '../world/query-world.ts'

/**
 * Queries in an order in which those that call the same functions are neighbours: first those of the functions with the most
 * text behind them, at last those without any, the longest first.
 */
export function orderByFunctions(queries: readonly string[], { functions = [] }: QueryWorld): readonly string[] {
  const called = new Map(queries.map(query => [query, mentionedFunctions(query, functions)]))
  const sizes = new Map([...called.values()].flat().map(stored => [stored, sizeOf(stored, functions)]))
  const ranks = new Map([...sizes].sort(([, a], [, b]) => b - a).map(([stored], rank) => [stored, rank]))
  const keys = new Map(Array.from(called, ([query, all]) => [query, all.map(one => ranks.get(one)!).sort(ascending)]))
  return queries.toSorted((a, b) => compare(keys.get(a)!, keys.get(b)!) || b.length - a.length)
}

const ascending = (a: number, b: number) => a - b

const sizeOf = (stored: StoredFunction, functions: readonly StoredFunction[]): number =>
  [...reachFrom(stored, functions)].reduce((sum, { body }) => sum + body.length, 0)

function compare(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  const at = a.findIndex((rank, index) => rank !== b[index])
  return at < 0 ? a.length - b.length : a[at]! - (b[at] ?? -1)
}
