import { joined, oneLine, type Palette, type Printable, printable } from '@tripline/diagnostics'
import type { ResultTable } from '../query/result-table.ts'
import { cutText, textWidth } from './text-width.ts'

/** A column of a result as text, one line per cell. */
export interface TextColumn {
  readonly name: string
  readonly cells: readonly string[]
  readonly isNumber: boolean
}

const numbers = new Set(['int', 'long', 'real', 'decimal'])

export const textColumns = ({ columns, rows }: ResultTable): readonly TextColumn[] =>
  columns.map(({ name, type }, index) => ({
    name: oneLine(name),
    cells: rows.map(row => oneLine(plainCell(row[index]!))),
    isNumber: numbers.has(type),
  }))

/** The columns of a terminal that the widest cell takes, or the name. */
export const columnWidth = ({ name, cells }: TextColumn): number =>
  cells.reduce((width, cell) => Math.max(width, cellWidth(cell)), textWidth(name))

/** The width of a long cell need not be exact: it is cut, or nothing is aligned after it. */
const cellWidth = (cell: string): number => (cell.length > 1000 ? cell.length : textWidth(cell))

/** The column with each cell cut to a width. */
export const cutColumn = ({ name, cells, isNumber }: TextColumn, width: number): TextColumn => ({
  name: cutText(name, width),
  cells: cells.map(cell => cutText(cell, width)),
  isNumber,
})

/** Columns under their names, padded to their widths, numbers to the right. Wider cells push the rest of their line. */
export function alignedColumns(
  columns: readonly TextColumn[],
  widths: readonly number[],
  { strong, faint }: Palette,
): Printable {
  const line = (cells: readonly string[]) => printable(cells.join('  ').trimEnd())
  const row = (cellOf: (column: TextColumn) => string) =>
    line(columns.map((column, index) => padded(cellOf(column), widths[index]!, column.isNumber)))
  const names = row(({ name }) => name)
  const rule = line(widths.map(width => '-'.repeat(width)))
  const rows = (columns[0]?.cells ?? []).map((_, index) => row(({ cells }) => cells[index]!))
  return joined([strong(names), faint(rule), ...rows], '\n')
}

function padded(cell: string, width: number, isRight: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - cellWidth(cell)))
  return isRight ? blanks + cell : cell + blanks
}

/** The text of a cell from its JSON text: strings as they are, null as nothing, anything else as JSON. */
export function plainCell(json: string): string {
  if (json === 'null') return ''
  return json.startsWith('"') ? JSON.parse(json) : json
}
