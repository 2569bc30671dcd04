import { type Palette, printable } from '@tripline/diagnostics'
import type { Io } from '../io.ts'
import type { ResultTable } from '../result-table.ts'
import { cellText } from './cell-text.ts'
import { count } from './count.ts'
import { paletteOf } from './palette.ts'

/** Wider cells are cut: a table is for the eye, the other formats are for programs. */
const widest = 60

const numbers = new Set(['int', 'long', 'real', 'decimal'])

/** Aligned columns under their names, numbers to the right. */
export function tableText({ columns, rows }: ResultTable, palette: Palette): string {
  const names = columns.map(({ name }) => cut(printable(name)))
  const cells = rows.map(row => row.map(cell => cut(printable(cellText(cell)))))
  const widths = names.map((name, index) =>
    cells.reduce((width, row) => Math.max(width, widthOf(row[index]!)), widthOf(name)),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => aligned(cell, widths[index]!, numbers.has(columns[index]!.type)))
      .join('  ')
      .trimEnd()
  return [
    palette.place(line(names)),
    palette.faint(line(widths.map(width => '-'.repeat(width)))),
    ...cells.map(line),
  ].join('\n')
}

export function showTable(result: ResultTable, io: Io): void {
  io.stdout.write(`${tableText(result, paletteOf(io.stdout, io))}\n`)
  io.stderr.write(`${count(result.rows.length, 'row')}\n`)
}

const widthOf = (text: string): number => [...text].length
const cut = (text: string): string => (widthOf(text) > widest ? `${[...text].slice(0, widest - 1).join('')}…` : text)

function aligned(cell: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(width - widthOf(cell))
  return right ? blanks + cell : cell + blanks
}
