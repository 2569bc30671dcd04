import { isDeepStrictEqual } from 'node:util'
import type { JsonValue } from '@tripline/diagnostics'

/** `index` counts the old list, `at` the new one; what is inserted goes before the old item with that index. */
export type ListChange =
  | { readonly kind: 'keep'; readonly index: number }
  | { readonly kind: 'remove'; readonly index: number }
  | { readonly kind: 'change'; readonly index: number; readonly at: number }
  | { readonly kind: 'insert'; readonly index: number; readonly at: number }

/** Comparing takes as long as the product of the lengths. */
const most = 1_000_000

/** How one list becomes another with as many items kept as possible; undefined if they are too long to compare. */
export function listChanges(from: readonly JsonValue[], to: readonly JsonValue[]): readonly ListChange[] | undefined {
  if (from.length * to.length > most) return undefined
  const common = commonLengths(from, to)
  const changes: ListChange[] = []
  let [index, at] = [0, 0]
  while (index < from.length || at < to.length) {
    const [here, below, beside] = [common[index]![at]!, common[index + 1]?.[at] ?? -1, common[index]![at + 1] ?? -1]
    if (index < from.length && at < to.length && isDeepStrictEqual(from[index], to[at])) {
      changes.push({ kind: 'keep', index: index++ })
      at += 1
    } else if (index < from.length && at < to.length && common[index + 1]![at + 1] === here) {
      changes.push({ kind: 'change', index: index++, at: at++ })
    } else if (below >= beside) changes.push({ kind: 'remove', index: index++ })
    else changes.push({ kind: 'insert', index, at: at++ })
  }
  return changes
}

/** The length of the longest list that is part of both, from each pair of indices on. */
function commonLengths(from: readonly JsonValue[], to: readonly JsonValue[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0))
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      lengths[i]![j] = isDeepStrictEqual(from[i], to[j])
        ? 1 + lengths[i + 1]![j + 1]!
        : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
    }
  }
  return lengths
}
