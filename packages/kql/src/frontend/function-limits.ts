import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { StoredFunction } from '../world/query-world.ts'
import { mentionedFunctions, reachedFunctions } from './reached-functions.ts'
import { textExcess } from './text-limits.ts'

/**
 * An error at the first mention of a stored function whose text, or that of a function it calls, is too large to be parsed with
 * bounded time and stack.
 */
export function functionExcess(kql: string, functions: readonly StoredFunction[]): QueryDiagnostic | undefined {
  for (const first of mentionedFunctions(kql, functions)) {
    for (const stored of reachedFunctions([first], functions)) {
      const excess = excessOf(stored)
      if (excess)
        return {
          ...excess,
          ...firstUse(kql, first.name),
          message: `in the function ${stored.name}, ${excess.message}`,
        }
    }
  }
  return undefined
}

const known = new WeakMap<StoredFunction, QueryDiagnostic | 'none'>()

function excessOf(stored: StoredFunction): QueryDiagnostic | undefined {
  const excess = known.get(stored) ?? textExcess(stored.parameters) ?? textExcess(stored.body) ?? 'none'
  known.set(stored, excess)
  return excess === 'none' ? undefined : excess
}

function firstUse(kql: string, name: string): { readonly start: number; readonly end: number } {
  const start = kql.search(new RegExp(`\\b${name}\\b`))
  return { start, end: start + name.length }
}
