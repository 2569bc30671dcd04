import stringWidth from 'string-width'

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

/** Columns of a terminal that a text without control characters takes. */
export const textWidth = (text: string): number => (isAscii(text) ? text.length : stringWidth(text))

const segmenter = new Intl.Segmenter()

/** A text of at most that width, cut between characters and then marked. */
export function cutText(text: string, width: number): string {
  if (isAscii(text)) return text.length > width ? `${text.slice(0, width - 1)}…` : text
  const shown: string[] = []
  let used = 0
  // No further: a cell may be larger than all that is shown.
  for (const { segment } of segmenter.segment(text)) {
    const own = stringWidth(segment)
    if (used + own > width) {
      while (used > width - 1) used -= stringWidth(shown.pop()!)
      return `${shown.join('')}…`
    }
    shown.push(segment)
    used += own
  }
  return text
}
