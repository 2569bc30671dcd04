import type { Diagnostic, Severity } from './diagnostic.ts'
import { inOrder } from './in-order.ts'
import { jsonDocument } from './json-text.ts'
import type { Printable } from './printable.ts'
import { positionAt, type Span } from './source.ts'

/** A diagnostic as the JSON documents show it: one-based lines and columns, the end exclusive; none for a diagnostic that has no span. */
export interface DiagnosticRow {
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly endLine?: number
  readonly endColumn?: number
  readonly severity: Severity
  readonly id: string
  readonly kusto?: string
  readonly code?: string
  readonly message: string
  readonly fix?: string
}

export function diagnosticRow({ span, severity, id, kusto, code, message, fix }: Diagnostic): DiagnosticRow {
  return {
    ...(span && spanPositions(span)),
    severity,
    id,
    ...(kusto !== undefined && { kusto }),
    ...(code !== undefined && { code }),
    message,
    ...(fix !== undefined && { fix }),
  }
}

/** The one document that `check --format json` prints. */
export const renderJson = (files: number, diagnostics: readonly Diagnostic[]): Printable =>
  jsonDocument({ files, diagnostics: inOrder(diagnostics).map(diagnosticRow) })

/** A span as rows show it. */
export function spanPositions({ file, start, end }: Span) {
  const from = positionAt(file, start)
  const to = positionAt(file, end)
  return { file: file.path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
}
