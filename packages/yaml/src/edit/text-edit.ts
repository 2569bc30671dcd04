/** A part of a text and what it becomes. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text with all edits; those at the same offset in their order. Undefined if two overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string | undefined {
  let result = ''
  let cursor = 0
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < cursor) return undefined
    result += text.slice(cursor, edit.start) + edit.text
    cursor = edit.end
  }
  return result + text.slice(cursor)
}
