/**
 * Seeded numbers in [0, 1) (mulberry32).
 * @param {number} seed
 * @returns {() => number}
 */
export function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The choices for one input depend only on the kind, the seed and the index, so that the input is reproducible. */
export function choicesFor(kind, seed, index) {
  const random = randomFrom([...`${kind} ${seed} ${index}`].reduce((hash, sign) => mix(hash, sign.charCodeAt(0)), 7))
  const below = limit => Math.floor(random() * limit)
  return {
    index,
    /** An integer from 0 up to, but not including, `limit`. */
    below,
    /** One item of a list. */
    one: items => items[below(items.length)],
    chance: probability => random() < probability,
    /** The value of a row `[weight, value]`, drawn by weight. */
    weighted(rows) {
      let left = random() * rows.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, value] of rows) {
        left -= weight
        if (left < 0) return value
      }
      return rows.at(-1)[1]
    },
  }
}

const mix = (hash, code) => Math.imul(hash ^ code, 0x01000193) >>> 0
