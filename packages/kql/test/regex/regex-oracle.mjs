import { loadCrate, memoryOf } from '../../src/regex/rust-crate.ts'

/**
 * The crate itself on a pattern whose groups are named `g1`, `g2`, …; undefined when it rejects the pattern.
 * - `matches(text)`: `{ start, end, groups }` of each, in units of UTF-16, and all groups with `''` for one that took no part
 * - `startsFrom(text, from)`: where the matches from an offset on start
 */
export function oracle(named) {
  const regex = compiled(named)
  if (!regex) return undefined
  const groupCount = regex.capturesLength() - 1
  return {
    groupCount,
    matches(text) {
      const units = unitsIn(text)
      return regex.capturesAll(text).map(({ get: [whole], name }) => ({
        start: units(whole.start),
        end: units(whole.end),
        groups: [whole.value, ...Array.from({ length: groupCount }, (_, index) => name[`g${index + 1}`]?.value ?? '')],
      }))
    },
    startsFrom(text, from) {
      const units = unitsIn(text)
      const starts = []
      let at = Buffer.byteLength(text.slice(0, from))
      let lastEnd = -1
      for (let found = regex.findAt(text, at); found; found = regex.findAt(text, at)) {
        if (found.start === found.end && found.end === lastEnd) {
          const next = text.codePointAt(units(found.end))
          if (next === undefined) break
          at = found.end + Buffer.byteLength(String.fromCodePoint(next))
          continue
        }
        starts.push(units(found.start))
        at = lastEnd = found.end
      }
      return starts
    },
    free: () => regex.free(),
  }
}

const unitsIn = text => {
  const bytes = Buffer.from(text)
  return byte => bytes.toString('utf8', 0, byte).length
}

let crate = loadCrate()

function compiled(pattern) {
  if (memoryOf(crate) > 2 ** 28) crate = loadCrate()
  try {
    return new crate.RRegex(pattern)
  } catch {
    return undefined
  }
}
