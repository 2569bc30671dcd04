/**
 * A real as Kusto writes it: integral values keep `.0`, and of the shortest texts that read back as the same value Kusto
 * chooses the largest, not the nearest: 0.1 + 0.2 is 0.30000000000000007 (semantics 7.3).
 */
export function realText(value: number): string {
  if (value === Infinity) return 'inf'
  if (value === -Infinity) return '-inf'
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return Object.is(value, -0) ? '-0.0' : `${value}.0`
  if (Number.isNaN(value)) return 'NaN'
  const text = largestShortest(String(value))
  return text.includes('.') || text.includes('e') ? text : `${text}.0`
}

/** Texts of 15 digits or fewer have no neighbour of the same length that reads back as the same value. */
function largestShortest(nearest: string): string {
  const exponent = nearest.indexOf('e')
  const digits = exponent < 0 ? nearest : nearest.slice(0, exponent)
  const scale = exponent < 0 ? '' : nearest.slice(exponent)
  const value = Number(nearest)
  let best = digits
  while (best.length > 15) {
    const last = best.charCodeAt(best.length - 1)
    // A carry would end in 0, and a text ending in 0 has a shorter form, which String() would have found.
    if (last < 48 || last >= 57) break
    const next = best.slice(0, -1) + String.fromCharCode(last + 1)
    if (Number(next + scale) !== value) break
    best = next
  }
  return best + scale
}

/** A real in JSON: NaN and infinities are strings there (semantics 7.4). */
export function realJson(value: number): string {
  if (Number.isFinite(value)) return realText(value)
  return Number.isNaN(value) ? '"NaN"' : value > 0 ? '"Infinity"' : '"-Infinity"'
}
