/** Half-open range of UTF-16 offsets. */
export interface Extent {
  readonly start: number
  readonly end: number
}

export interface MarkedSource {
  readonly text: string
  /** What the marks enclosed, in the order in which the marks open. */
  readonly spans: readonly Extent[]
}

/** A text in which `«` and `»` mark spans, as `where «Foo» == 1`: the text without the marks, and the spans. */
export function markedSource(marked: string): MarkedSource {
  let text = ''
  const spans: { start: number; end: number }[] = []
  const open: number[] = []
  for (const part of marked.split(/([«»])/)) {
    if (part === '«') {
      open.push(spans.length)
      spans.push({ start: text.length, end: -1 })
    } else if (part === '»') {
      const opened = spans[open.pop() ?? -1]
      if (!opened) throw new Error('» without «')
      opened.end = text.length
    } else text += part
  }
  if (open.length > 0) throw new Error('« without »')
  return { text, spans }
}
