import { jsonText } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { ResultTable } from '../query/result-table.ts'

/** An object a row and line, the form of recorded logs. */
export function showNdjson({ columns, rows }: ResultTable, { stdout }: Io): void {
  const names = columns.map(({ name }) => JSON.stringify(name))
  const lines = rows.map(row => `{${row.map((cell, index) => `${names[index]}:${cell}`).join(',')}}\n`)
  stdout.write(jsonText(lines.join('')))
}
