import { encodeCell } from '@tripline/fixtures'
import { formatDatetime } from '@tripline/schemas'
import type { Verified } from './verify-cases.ts'

/**
 * The answers of the other engine as cases, one line of JSON each: `{"id","origin","kql","at","columns","rows","order"}`. The query
 * brings its data, so each line can be asked anywhere.
 */
export function recordedCases(verified: readonly Verified[], origin: string): string {
  const lines = verified.flatMap(({ subject, comparison: { kql, request, there } }, index) => {
    if (!there?.ok || kql === undefined) return []
    const { columns, rows } = there.rows
    const described = {
      id: `${nameOf(subject)}#${index}`,
      origin,
      kql,
      ...(request.now !== undefined && { at: formatDatetime(request.now) }),
      columns,
    }
    const cells = rows.map(row => `[${row.map((cell, column) => encodeCell(cell, columns[column]!.type)).join()}]`)
    return [`${JSON.stringify(described).slice(0, -1)},"rows":[${cells.join()}],"order":"any"}\n`]
  })
  return lines.join('')
}

/** A case or a file, for people. */
export const nameOf = (subject: Verified['subject']): string =>
  'file' in subject ? subject.file : `${subject.rule} › ${subject.case}`
