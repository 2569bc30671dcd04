import { type JsonValue, positionAt, type Span } from '@tripline/diagnostics'
import { instantText } from '../run/scheduled-run.ts'
import type { Explanation } from './explanation.ts'

export const lineOf = ({ file, start }: Span): number => positionAt(file, start).line

/** The document of `explain --format json`. Lines are those of the rule's file. */
export const explanationJson = ({
  rule,
  case: name,
  at,
  alerts,
  stages,
  causes,
  origins,
  untraced,
}: Explanation): JsonValue => ({
  rule,
  ...(name !== undefined && { case: name }),
  at: instantText(at),
  alerts,
  stages: stages.map(({ operator, span, table, rowsIn, rowsOut }) => ({
    operator,
    line: lineOf(span),
    ...(table !== undefined && { table }),
    rowsIn,
    rowsOut,
  })),
  causes: causes.map(({ kind, span, text, expected, actual }) => ({
    kind,
    line: lineOf(span),
    text,
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
  })),
  ...(origins && {
    origins: origins.map(({ title, severity, rows }) => ({ title, severity, rows: rows.map(row => ({ ...row })) })),
  }),
  ...(untraced !== undefined && { untraced }),
})
