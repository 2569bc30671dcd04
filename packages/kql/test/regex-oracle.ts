import { RRegex } from 'rregex'

/** A match as the crate tells it: units of UTF-16, and all groups with `''` for one that took no part. */
export interface OracleMatch {
  readonly start: number
  readonly end: number
  readonly groups: readonly string[]
}

export interface Oracle extends Disposable {
  readonly groupCount: number
  readonly matches: (text: string) => readonly OracleMatch[]
  /** Starts of the matches from an offset on. */
  readonly startsFrom: (text: string, from: number) => readonly number[]
}

/** The crate itself on a pattern whose groups are named `g1`, `g2`, …; undefined when it rejects the pattern. */
export function oracle(named: string): Oracle | undefined {
  const regex = compiled(named)
  if (!regex) return undefined
  const groupCount = regex.capturesLength() - 1
  return {
    groupCount,
    matches(text) {
      const units = unitsIn(text)
      return regex.capturesAll(text).map(({ get: [whole], name }) => ({
        start: units(whole!.start),
        end: units(whole!.end),
        groups: [whole!.value, ...Array.from({ length: groupCount }, (_, index) => name[`g${index + 1}`]?.value ?? '')],
      }))
    },
    startsFrom(text, from) {
      const units = unitsIn(text)
      const starts: number[] = []
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
    [Symbol.dispose]: () => regex.free(),
  }
}

const unitsIn = (text: string): ((byte: number) => number) => {
  const bytes = Buffer.from(text)
  return byte => bytes.toString('utf8', 0, byte).length
}

function compiled(pattern: string): RRegex | undefined {
  try {
    return new RRegex(pattern)
  } catch {
    return undefined
  }
}
