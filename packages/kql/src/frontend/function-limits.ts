import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { StoredFunction } from '../world/query-world.ts'
import { wordsOf } from './globals.ts'
import { textExcess } from './text-limits.ts'

/**
 * An error at the first mention of a stored function whose text, or that of a function it calls, is too large to be parsed with
 * bounded time and stack.
 */
export function functionExcess(kql: string, functions: readonly StoredFunction[]): QueryDiagnostic | undefined {
  const seen = new Set<StoredFunction>()
  for (const first of namedIn(kql, functions)) {
    const reached = [first]
    for (let next = reached.pop(); next; next = reached.pop()) {
      if (seen.has(next)) continue
      seen.add(next)
      const { name, parameters, body } = next
      const excess = textExcess(parameters) ?? textExcess(body)
      if (excess)
        return { ...excess, ...firstUse(kql, first.name), message: `in the function ${name}, ${excess.message}` }
      reached.push(...namedIn(body, functions))
    }
  }
  return undefined
}

function namedIn(text: string, functions: readonly StoredFunction[]): readonly StoredFunction[] {
  if (functions.length === 0) return []
  const words = wordsOf(text)
  return functions.filter(({ name }) => words.has(name))
}

function firstUse(kql: string, name: string): { readonly start: number; readonly end: number } {
  const start = kql.search(new RegExp(`\\b${name}\\b`))
  return { start, end: start + name.length }
}
