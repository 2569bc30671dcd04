import type { Paint, Palette } from './palette.ts'
import { joined, oneLine, type Printable, text } from './printable.ts'
import { lineAt, positionAt, type Span } from './source.ts'

/** Longer lines, such as one-line queries, show only the part around the mark. */
const widest = 120

/** The first line of a span with its number, and the span underlined: two lines of text. */
export function codeFrame(span: Span, mark: Paint, palette: Palette): Printable {
  const { line, column } = positionAt(span.file, span.start)
  const source = lineAt(span.file, line)
  const start = Math.min(column - 1, source.length)
  const end = Math.min(start + Math.max(1, span.end - span.start), Math.max(source.length, start + 1))

  const from = source.length <= widest ? 0 : Math.max(0, Math.min(start - widest / 4, source.length - widest))
  const to = from + widest
  const before = (from > 0 ? '…' : '') + oneLine(source.slice(from, start))
  const marked = oneLine(source.slice(start, Math.min(end, to)).trimEnd())
  const after = oneLine(source.slice(start, to)).slice(marked.length) + (to < source.length ? '…' : '')

  const number = String(line)
  const shown = `${before}${marked}${after}`.trimEnd()
  const underline = mark(text`${'^'.repeat(Math.max(1, widthOf(marked)))}`)
  const margin = (label: string) => palette.faint(text`${label} |`)
  return joined(
    [
      shown === '' ? text`  ${margin(number)}` : text`  ${margin(number)} ${shown}`,
      text`  ${margin(' '.repeat(number.length))} ${' '.repeat(widthOf(before))}${underline}`,
    ],
    '\n',
  )
}

const widthOf = (shown: string) => [...shown].length
