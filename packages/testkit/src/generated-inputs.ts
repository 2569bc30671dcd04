/** `pnpm test:all` sets it. Otherwise tests take a sample of what is too much for every commit. */
const isEverything = process.env.TRIPLINE_TESTS === 'all'

/** One in `share` of the items, from the first on; all of them in `pnpm test:all`. */
export const oneIn = <Item>(share: number, items: readonly Item[]): readonly Item[] =>
  isEverything ? items : items.filter((_, index) => index % share === 0)

/** How many inputs a test generates: `few`, or `many` in `pnpm test:all`. */
export const generated = (few: number, many: number): number => (isEverything ? many : few)

/** Pseudo-random whole numbers from 0 to below a bound. */
export type Random = (bound: number) => number

/** The same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed
  return bound => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
  }
}
