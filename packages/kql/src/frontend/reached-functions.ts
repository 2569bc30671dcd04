import type { QueryWorld, StoredFunction } from '../world/query-world.ts'

const word = /[A-Za-z_]\w*/g

/** The words in a text. */
const wordsOf = (text: string): ReadonlySet<string> => new Set(text.match(word))

const bodies = new WeakMap<StoredFunction, ReadonlySet<string>>()

function bodyWords(stored: StoredFunction): ReadonlySet<string> {
  const words = bodies.get(stored) ?? wordsOf(`${stored.parameters} ${stored.body}`)
  bodies.set(stored, words)
  return words
}

const indexes = new WeakMap<readonly StoredFunction[], ReadonlyMap<string, StoredFunction>>()

function byName(functions: readonly StoredFunction[]): ReadonlyMap<string, StoredFunction> {
  const index = indexes.get(functions) ?? new Map(functions.map(stored => [stored.name, stored]))
  indexes.set(functions, index)
  return index
}

/** The stored functions that a text mentions, in its order. */
export function mentionedFunctions(text: string, functions: readonly StoredFunction[]): readonly StoredFunction[] {
  return functions.length > 0 ? named(wordsOf(text), functions) : []
}

const named = (words: ReadonlySet<string>, functions: readonly StoredFunction[]): readonly StoredFunction[] => {
  const index = byName(functions)
  return [...words].flatMap(name => index.get(name) ?? [])
}

/** The given functions and those that they mention, directly or through others. */
export function reachedFunctions(
  first: readonly StoredFunction[],
  functions: readonly StoredFunction[],
): ReadonlySet<StoredFunction> {
  const reached = new Set(first)
  // A set also visits what is added on the way.
  for (const stored of reached) for (const next of named(bodyWords(stored), functions)) reached.add(next)
  return reached
}

const reaches = new WeakMap<readonly StoredFunction[], Map<StoredFunction, ReadonlySet<StoredFunction>>>()

/** A function and those that it mentions, directly or through others. */
export function reachFrom(stored: StoredFunction, functions: readonly StoredFunction[]): ReadonlySet<StoredFunction> {
  const known = reaches.get(functions) ?? new Map<StoredFunction, ReadonlySet<StoredFunction>>()
  reaches.set(functions, known)
  const reached = known.get(stored) ?? reachedFunctions([stored], functions)
  known.set(stored, reached)
  return reached
}

/** Whether a name occurs in a function's text. */
export const mentions = (stored: StoredFunction, name: string): boolean => bodyWords(stored).has(name)

/** The words in a query and in all functions that it reaches. */
export function reachedWords(kql: string, { functions = [] }: QueryWorld): ReadonlySet<string> {
  const reached = reachedFunctions(mentionedFunctions(kql, functions), functions)
  const own = wordsOf(kql)
  return reached.size === 0 ? own : new Set([...own, ...[...reached].flatMap(stored => [...bodyWords(stored)])])
}
