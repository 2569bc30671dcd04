import { joined, oneLine, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { ResultTable } from '../query/result-table.ts'
import { paletteOf } from './palette.ts'
import { cellText, count } from './wording.ts'

/** Wider cells are cut: a table is for the eye, the other formats are for programs. */
const widest = 60

const numbers = new Set(['int', 'long', 'real', 'decimal'])

/** Aligned columns under their names, numbers to the right. */
export function tableText({ columns, rows }: ResultTable, palette: Palette): Printable {
  const names = columns.map(({ name }) => cut(oneLine(name)))
  const cells = rows.map(row => row.map(cell => cut(oneLine(cellText(cell)))))
  const widths = names.map((name, index) =>
    cells.reduce((width, row) => Math.max(width, widthOf(row[index]!)), widthOf(name)),
  )
  const line = (row: readonly string[]) =>
    printable(
      row
        .map((cell, index) => aligned(cell, widths[index]!, numbers.has(columns[index]!.type)))
        .join('  ')
        .trimEnd(),
    )
  const rule = widths.map(width => '-'.repeat(width))
  return joined([palette.strong(line(names)), palette.faint(line(rule)), ...cells.map(line)], '\n')
}

export function showTable(result: ResultTable, io: Io): void {
  io.stdout.write(text`${tableText(result, paletteOf(io.stdout, io))}\n`)
  io.stderr.write(text`${count(result.rows.length, 'row')}\n`)
}

const widthOf = (shown: string): number => [...shown].length
const cut = (shown: string): string =>
  widthOf(shown) > widest ? `${[...shown].slice(0, widest - 1).join('')}…` : shown

function aligned(cell: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(width - widthOf(cell))
  return right ? blanks + cell : cell + blanks
}
