import type { InlineCell, InlineRow, InlineTable } from '@tripline/rules'
import { isTimeColumn, ticksPerSecond } from '@tripline/schemas'
import type { YamlScalar } from '@tripline/yaml'
import { instantText } from '../run/scheduled-run.ts'
import type { ComparedText } from './compared-texts.ts'

/** What a case is varied within: its only run and how far that looks back (ticks). */
export interface VariedRun {
  readonly at: bigint
  readonly period: bigint
  /** Whole numbers of the rule, each of which may be a threshold. */
  readonly numbers: readonly number[]
  /** Texts that the rule compares columns with. */
  readonly texts: readonly ComparedText[]
}

/** What differs in a variant: how often a row occurs, its time, whether it is there, or the value of a column. */
export type RowChange = 'repeat' | 'time' | 'absence' | { readonly column: string }

export interface RowVariant {
  readonly tables: readonly InlineTable[]
  readonly change: RowChange
}

interface VariedRow {
  readonly row: InlineRow
  readonly change: RowChange
}

/** The logs of a case with one small change of one of its rows, each. */
export function* rowVariants(tables: readonly InlineTable[], run: VariedRun): Generator<RowVariant> {
  for (const [table, { rows }] of tables.entries()) {
    const changed = (own: readonly InlineRow[]) => tables.with(table, { ...tables[table]!, rows: own })
    for (const [index, row] of rows.entries()) {
      for (const { row: varied, change } of [
        ...repeats(row, run),
        ...cells(row),
        ...texts(row, run),
        ...times(row, run),
      ]) {
        yield { tables: changed(rows.with(index, varied)), change }
      }
      if (rows.length > 1) yield { tables: changed(rows.toSpliced(index, 1)), change: 'absence' }
    }
  }
}

/** As many as a threshold, one fewer, and only one. */
const repeats = (row: InlineRow, { numbers }: VariedRun): readonly VariedRow[] =>
  row.repeat > 1
    ? [...new Set([...numbers, ...numbers.map(number => number - 1), 1])]
        .filter(repeat => repeat > 0 && repeat !== row.repeat)
        .map(repeat => ({ row: { ...row, repeat }, change: 'repeat' }))
    : []

/** Each value left out, or changed at its edge. */
const cells = (row: InlineRow): readonly VariedRow[] =>
  row.cells.flatMap((cell, index) => {
    const change = { column: cell.column.value }
    if (isTimeColumn(change.column)) return []
    return [row.cells.toSpliced(index, 1), ...changes(cell).map(changed => row.cells.with(index, changed))].map(
      own => ({ row: { ...row, cells: own }, change }),
    )
  })

/** Each text that a column is compared with, as its value, and the same in other letters. */
const texts = (row: InlineRow, run: VariedRun): readonly VariedRow[] =>
  run.texts.flatMap(({ column, text }) => {
    const others = row.cells.filter(cell => cell.column.value !== column)
    const own = row.cells.find(cell => cell.column.value === column)
    const written = own?.value.kind === 'scalar' ? own.value.value : undefined
    return [...new Set([text, otherLetters(text)])]
      .filter(each => each !== written)
      .map((each): VariedRow => {
        const value: YamlScalar = {
          kind: 'scalar',
          value: each,
          text: each,
          span: row.span,
          offsetAt: () => row.span.start,
        }
        const cell = { column: { value: column, span: row.span }, value }
        return { row: { ...row, cells: [...others, cell] }, change: { column } }
      })
  })

const otherLetters = (text: string): string => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase())

function changes({ column, value: node }: InlineCell): readonly InlineCell[] {
  if (node.kind !== 'scalar') return []
  const { value } = node
  const to = (changed: string | number): InlineCell => {
    const scalar: YamlScalar = { ...node, value: changed, text: String(changed) }
    return { column, value: scalar }
  }
  if (typeof value === 'number') return [to(value + 1), to(value - 1)]
  if (typeof value !== 'string' || value === '') return []
  return [...new Set([value.toLowerCase(), value.toUpperCase(), `x${value}`, `${value}x`])]
    .filter(changed => changed !== value)
    .map(to)
}

/** The row, or the first of its repetitions, at the edges of what the run sees and of its halves. */
function times(row: InlineRow, { at, period }: VariedRun): readonly VariedRow[] {
  const edges = [at - period, at - period + ticksPerSecond, at - period / 2n, at - period / 2n - ticksPerSecond]
  return edges.flatMap((value): readonly VariedRow[] => {
    const moved = movedTo(value, row)
    return moved ? [{ row: moved, change: 'time' }] : []
  })
}

function movedTo(value: bigint, row: InlineRow): InlineRow | undefined {
  const { from, cells } = row
  if (from) return { ...row, from: { ...from, value } }
  const index = cells.findIndex(({ column }) => isTimeColumn(column.value))
  const time = cells[index]
  if (time?.value.kind !== 'scalar') return undefined
  const text = instantText(value)
  return { ...row, cells: cells.with(index, { ...time, value: { ...time.value, value: text, text } }) }
}
