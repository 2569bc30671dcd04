/** Which expected alert is compared with which raised one. */
export interface Pairing {
  /** Indexes of expected and raised alerts; first those that agree, then those that differ. */
  readonly pairs: readonly (readonly [number, number])[]
  /** Expected alerts without a partner. */
  readonly left: readonly number[]
  /** Raised alerts without a partner. */
  readonly right: readonly number[]
}

/**
 * Pairs as many equal alerts as possible, then the rest by the fewest differences. Alerts that differ in `at` are of different
 * runs and never paired.
 */
export function pair(
  lefts: number,
  rights: number,
  differences: (left: number, right: number) => readonly string[],
): Pairing {
  const table = range(lefts).map(left => range(rights).map(right => differences(left, right)))
  const partner = agreeing(table, rights)
  const pairs = [...partner].map(([right, left]) => [left, right] as const)
  const free = new Set(range(lefts).filter(left => !pairs.some(([taken]) => taken === left)))
  const unmatched = new Set(range(rights).filter(right => !partner.has(right)))
  const candidates = [...free]
    .flatMap(left => [...unmatched].map(right => ({ left, right, paths: table[left]![right]! })))
    .filter(({ paths }) => !paths.includes('at'))
    .sort((a, b) => a.paths.length - b.paths.length)
  for (const { left, right } of candidates) {
    if (!free.has(left) || !unmatched.has(right)) continue
    free.delete(left)
    unmatched.delete(right)
    pairs.push([left, right])
  }
  return { pairs, left: [...free], right: [...unmatched] }
}

/** A largest matching of the pairs without differences (augmenting paths): right -> left. */
function agreeing(table: readonly (readonly (readonly string[])[])[], rights: number): ReadonlyMap<number, number> {
  const partner = new Map<number, number>()
  const assign = (left: number, tried: Set<number>): boolean =>
    range(rights).some(right => {
      if (tried.has(right) || table[left]![right]!.length > 0) return false
      tried.add(right)
      const holder = partner.get(right)
      if (holder !== undefined && !assign(holder, tried)) return false
      partner.set(right, left)
      return true
    })
  for (const left of range(table.length)) assign(left, new Set())
  return partner
}

const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index)
