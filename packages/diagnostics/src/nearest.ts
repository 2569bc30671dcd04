import { distance } from 'fastest-levenshtein'

/**
 * The candidate that `name` most likely misspells: letter case aside, at most a third of its letters wrong (one in a
 * short name), two swapped neighbours being one; undefined if none is that near. The first of equals wins.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue
    const letters = candidate.toLowerCase()
    const wrong = isSwapped(wanted, letters) ? 1 : distance(wanted, letters)
    if (wrong < bestDistance) {
      best = candidate
      bestDistance = wrong
    }
  }
  return best
}

/** Whether two names differ by two neighbours in the other order. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let first = 0
  while (first < a.length && a[first] === b[first]) first++
  const [left, right] = [a[first], a[first + 1]]
  return right !== undefined && b.startsWith(right + left, first) && a.slice(first + 2) === b.slice(first + 2)
}

/** The fix for a wrong name: the name that was most likely meant, if there is one near. */
export const didYouMean = (near: string | undefined): string | undefined => near && `did you mean ${near}?`

/** The same as the end of a sentence. */
export const orDidYouMean = (near: string | undefined): string => (near ? `; did you mean ${near}?` : '')
