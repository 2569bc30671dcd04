import { csvCell, jsonDocument } from '@tripline/diagnostics'

/** The text of a JSON file. */
export const jsonFile = (value: unknown): string => String(jsonDocument(value))

/** What a spreadsheet would take for a formula. */
const formula = /^[=+\-@\t\r]/

/**
 * A table as RFC 4180 has it. A text that a spreadsheet would run as a formula gets an apostrophe in front.
 * Cells that a row lacks at its end are empty.
 */
export const csvFile = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [header, ...rows].map(row => `${header.map((_, column) => quoted(row[column])).join(',')}\r\n`).join('')

export type Cell = string | number | boolean | undefined

function quoted(cell: Cell): string {
  if (typeof cell !== 'string') return cell === undefined ? '' : String(cell)
  return csvCell(formula.test(cell) ? `'${cell}` : cell)
}
