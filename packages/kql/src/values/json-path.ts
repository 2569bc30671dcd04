import { memoized } from '../limits/bounded-cache.ts'

const part = /\.([^.[\]]+)|\[(?:'([^']*)'|"([^"]*)"|(-?\d+))\]/y

/** The keys and indices of a JSONPath: only `$`, `.x`, `['x']` and `[n]` (semantics 8.19). */
export const parseJsonPath: (path: string) => readonly (string | number)[] | undefined = memoized(4096, path => {
  if (!path.startsWith('$')) return undefined
  const steps: (string | number)[] = []
  part.lastIndex = 1
  while (part.lastIndex < path.length) {
    const match = part.exec(path)
    if (!match) return undefined
    const [, name, single, double, index] = match
    steps.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index))
  }
  return steps
})

/** The levels in a key argument: a path of keys if it is written as one, else a single key (semantics 8.16). */
export function keyPath(key: string): readonly string[] | undefined {
  if (!/^\$(?:[.[]|$)/.test(key)) return [key]
  const steps = parseJsonPath(key)
  return steps?.length && steps.every(step => typeof step === 'string') ? (steps as readonly string[]) : undefined
}
