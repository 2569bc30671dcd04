import { codeFrame, printable } from './code-frame.ts'
import type { Diagnostic } from './diagnostic.ts'
import { inOrder } from './in-order.ts'
import type { Palette } from './palette.ts'
import { positionAt } from './source.ts'

/** Messages for the person at the keyboard: place, severity and id, the source line, the sentence, what to write. */
export function renderHuman(diagnostics: readonly Diagnostic[], palette: Palette): string {
  return inOrder(diagnostics)
    .map(diagnostic => `${renderOne(diagnostic, palette)}\n`)
    .join('\n')
}

function renderOne({ severity, id, kusto, span, message, fix }: Diagnostic, palette: Palette): string {
  const kind = [palette[severity](severity), id, kusto].filter(part => part !== undefined).join(' ')
  return [
    span ? `${palette.place(placeOf(span))} ${kind}` : kind,
    // A file that could not be read has no line to show.
    ...(span && span.file.text !== '' ? [codeFrame(span, palette[severity], palette)] : []),
    ...indented(message),
    ...(fix === undefined ? [] : indented(`fix: ${fix}`)),
  ].join('\n')
}

function placeOf({ file, start }: NonNullable<Diagnostic['span']>): string {
  const { line, column } = positionAt(file, start)
  return `${printable(file.path)}:${line}:${column}`
}

const indented = (text: string) => text.split('\n').map(line => `  ${printable(line)}`)
