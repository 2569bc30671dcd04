import { counted, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import type { Io, Output } from '../process/io.ts'
import type { ResultTable } from '../query/result-table.ts'
import { paletteOf } from './diagnostics.human.ts'
import { fitColumns } from './fit-columns.ts'
import { alignedColumns, columnWidth, cutColumn, type TextColumn, textColumns } from './text-column.ts'

/** Where nothing is cut, one long cell does not widen its column further than this. */
const widestAligned = 60

interface TableText {
  readonly table: Printable
  /** Which columns are hidden, and how to see them. */
  readonly notes: readonly Printable[]
}

/**
 * A result as aligned columns. A terminal gets what fits: empty columns are hidden unless they were chosen, then wide cells
 * are cut, then the last columns are hidden. Any other output gets every cell in full.
 */
export function tableText(result: ResultTable, output: Output, palette: Palette): TableText {
  const all = textColumns(result)
  if (!output.isTerminal) {
    const widths = all.map(column => Math.min(columnWidth(column), widestAligned))
    return { table: alignedColumns(all, widths, palette), notes: [] }
  }
  const filled = result.isChosen ? all : withValues(all)
  const widths = fitColumns(filled.map(columnWidth), output.width)
  const shown = filled.slice(0, widths.length).map((column, index) => cutColumn(column, widths[index]!))
  const empty = all.filter(column => !filled.includes(column))
  const notes = [
    hiddenNote(empty, 'no values', '--columns NAMES'),
    hiddenNote(filled.slice(shown.length), 'no room', '--columns NAMES or --format json'),
  ]
  return { table: alignedColumns(shown, widths, palette), notes: notes.flat() }
}

export function showTable(result: ResultTable, io: Io): void {
  const { table, notes } = tableText(result, io.stdout, paletteOf(io.stdout, io))
  io.stdout.write(text`${table}\n`)
  for (const line of [printable(counted(result.rows.length, 'row')), ...notes]) io.stderr.write(text`${line}\n`)
}

/** The columns in which some row has a value; all if none has. */
function withValues(columns: readonly TextColumn[]): readonly TextColumn[] {
  const filled = columns.filter(({ cells }) => cells.some(cell => cell !== ''))
  return filled.length > 0 ? filled : columns
}

/** More names would be as long as the table. */
const mostNames = 6

function hiddenNote(columns: readonly TextColumn[], why: string, remedy: string): readonly Printable[] {
  if (columns.length === 0) return []
  const names = columns.slice(0, mostNames).map(({ name }) => name)
  const rest = columns.length - names.length
  const list = rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ')
  return [text`${counted(columns.length, 'column')} hidden (${why}): ${list}; use ${remedy}`]
}
