/** Blanks between columns. */
const gap = 2

/** Columns do not get narrower than this to make room for others: a datetime fits. */
const narrowest = 20

/**
 * The widths of the leading columns that fit into `room`. Wider columns give way first; where all are as narrow as may be, the
 * last ones are left out. There is always one.
 */
export function fitColumns(widths: readonly number[], room: number): readonly number[] {
  let needed = -gap
  const excess = widths.findIndex(width => {
    needed += gap + Math.min(width, narrowest)
    return needed > room
  })
  const kept = widths.slice(0, excess < 0 ? widths.length : Math.max(1, excess))
  const limit = widestAllowed(kept, room - gap * (kept.length - 1))
  return kept.map(width => Math.min(width, limit))
}

/** The largest width for which columns fit if wider ones are cut to it. */
function widestAllowed(widths: readonly number[], room: number): number {
  let rest = room
  for (const [index, width] of widths.toSorted((a, b) => a - b).entries()) {
    const share = Math.floor(rest / (widths.length - index))
    if (width > share) return Math.max(1, share)
    rest -= width
  }
  return Number.POSITIVE_INFINITY
}
