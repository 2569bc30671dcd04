import { csvCell, printableDocument } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { ResultTable } from '../query/result-table.ts'
import { plainCell } from './text-column.ts'

/** RFC 4180, the names first. It knows no escapes: what a terminal or a CI runner would act on is replaced. */
export function showCsv({ columns, rows }: ResultTable, { stdout }: Io): void {
  const lines = [columns.map(({ name }) => name), ...rows.map(row => row.map(plainCell))]
  stdout.write(printableDocument(lines.map(cells => `${cells.map(csvCell).join(',')}\r\n`).join('')))
}
