import type { Palette } from './palette.ts'
import { lineAt, positionAt, type Span } from './source.ts'

/** Longer lines, as one-line queries are, show only the part around the mark. */
const widest = 120

/** What a terminal would obey or not show; a log or a rule of someone else may hold it. */
const control = /[\p{Cc}\p{Bidi_Control}]/gu

/** A text that prints as one line and does nothing else. */
export const printable = (text: string): string => text.replaceAll('\t', '  ').replace(control, '\ufffd')

/** The first line of a span with its number, and what is meant underlined: two lines of text. */
export function codeFrame(span: Span, mark: (text: string) => string, palette: Palette): string {
  const { line, column } = positionAt(span.file, span.start)
  const text = lineAt(span.file, line)
  const start = Math.min(column - 1, text.length)
  const end = Math.min(start + Math.max(1, span.end - span.start), Math.max(text.length, start + 1))

  const from = text.length <= widest ? 0 : Math.max(0, Math.min(start - widest / 4, text.length - widest))
  const to = from + widest
  const before = (from > 0 ? '…' : '') + printable(text.slice(from, start))
  const marked = printable(text.slice(start, Math.min(end, to)).trimEnd())
  const after = printable(text.slice(start, to)).slice(marked.length) + (to < text.length ? '…' : '')

  const number = String(line)
  const underline = ' '.repeat(widthOf(before)) + mark('^'.repeat(Math.max(1, widthOf(marked))))
  return [
    `  ${palette.faint(`${number} |`)} ${before}${marked}${after}`.trimEnd(),
    `  ${palette.faint(`${' '.repeat(number.length)} |`)} ${underline}`,
  ].join('\n')
}

const widthOf = (text: string) => [...text].length
