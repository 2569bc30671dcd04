import type { StoredFunction } from '@tripline/kql/compile'

/** Functions that every workspace with Sentinel has, over the tables in which it records what its rules do. */
const sentinelFunctions: readonly StoredFunction[] = [
  { name: '_SentinelHealth', parameters: '()', body: 'SentinelHealth' },
  { name: '_SentinelAudit', parameters: '()', body: 'SentinelAudit' },
]

/** The same with functions of the user, which come first. */
export const withSentinelFunctions = (functions: readonly StoredFunction[]): readonly StoredFunction[] => {
  const own = new Set(functions.map(({ name }) => name))
  return [...sentinelFunctions.filter(({ name }) => !own.has(name)), ...functions]
}
