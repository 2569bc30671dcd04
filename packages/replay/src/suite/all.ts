import type { Meter } from '@tripline/budgets'
import type { Diagnosed } from '@tripline/diagnostics'

/**
 * Reads all parts in order: their values, or none if one is missing, and all diagnostics. Reading stops once a budget is
 * exceeded.
 */
export async function all<T>(
  parts: readonly (() => Promise<Diagnosed<T>> | Diagnosed<T>)[],
  spending: Meter,
): Promise<Diagnosed<readonly T[]>> {
  const results: Diagnosed<T>[] = []
  for (const part of parts) if (!spending.exceeded()) results.push(await part())
  const diagnostics = results.flatMap(result => result.diagnostics)
  const values = results.flatMap(({ value }) => (value === undefined ? [] : [value]))
  return values.length < parts.length ? { diagnostics } : { value: values, diagnostics }
}
