import { distance } from 'fastest-levenshtein'

/**
 * The candidate that `name` most likely misspells: letter case aside, at most a third of its letters wrong (one in a
 * short name); undefined if none is that near. The first of equals wins.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue
    const wrong = distance(wanted, candidate.toLowerCase())
    if (wrong < bestDistance) {
      best = candidate
      bestDistance = wrong
    }
  }
  return best
}

/** The fix for a wrong name: the name that was most likely meant, if there is one near. */
export const didYouMean = (near: string | undefined): string | undefined => near && `did you mean ${near}?`

/** The same as the end of a sentence. */
export const orDidYouMean = (near: string | undefined): string => (near ? `; did you mean ${near}?` : '')
