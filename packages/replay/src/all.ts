import type { Diagnosed } from '@tripline/diagnostics'

/** The values of all parts in order, or none if one of them is missing; every part's diagnostics. */
export async function all<T>(parts: readonly Promise<Diagnosed<T>>[]): Promise<Diagnosed<readonly T[]>> {
  const results = await Promise.all(parts)
  const diagnostics = results.flatMap(result => result.diagnostics)
  const values = results.flatMap(({ value }) => (value === undefined ? [] : [value]))
  return values.length < parts.length ? { diagnostics } : { value: values, diagnostics }
}
