import { codeFrame } from './code-frame.ts'
import type { Diagnostic } from './diagnostic.ts'
import { inOrder } from './in-order.ts'
import type { Palette } from './palette.ts'
import { indented, joined, type Printable, printable, printableLines, text } from './printable.ts'
import { positionAt } from './source.ts'

/** Messages for the person at the keyboard: position, severity and id, the source line, the sentence, what to write. */
export const renderHuman = (diagnostics: readonly Diagnostic[], palette: Palette): Printable =>
  joined(
    inOrder(diagnostics).map(diagnostic => renderOne(diagnostic, palette)),
    '\n\n',
  )

function renderOne({ severity, id, kusto, code, span, message, fix }: Diagnostic, palette: Palette): Printable {
  const names = [id, kusto, code].filter(name => name !== undefined)
  const kind = joined([palette[severity](printable(severity)), ...names.map(printable)], ' ')
  const lines = [
    span ? text`${palette.strong(spanStart(span))} ${kind}` : kind,
    // A file that could not be read has no line to show.
    ...(span && span.file.text !== '' ? [codeFrame(span, palette[severity], palette)] : []),
    indented(printableLines(message), 2),
    ...(fix === undefined ? [] : [indented(printableLines(`fix: ${fix}`), 2)]),
  ]
  return joined(lines, '\n')
}

function spanStart({ file, start }: NonNullable<Diagnostic['span']>): Printable {
  const { line, column } = positionAt(file, start)
  return text`${file.path}:${line}:${column}`
}
