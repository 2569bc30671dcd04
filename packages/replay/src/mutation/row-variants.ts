import type { InlineCell, InlineRow, InlineTable } from '@tripline/rules'
import { isTimeColumn, ticksPerSecond } from '@tripline/schemas'
import type { YamlScalar } from '@tripline/yaml'

/** What a case is varied within: its only run and how far that looks back (ticks). */
export interface VariedRun {
  readonly at: bigint
  readonly period: bigint
  /** Whole numbers of the rule, each of which may be a threshold. */
  readonly numbers: readonly number[]
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
      for (const { row: varied, change } of [...repeats(row, run), ...cells(row), ...times(row, run)]) {
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
  const { from } = row
  if (!from) return []
  return edges.map(value => ({ row: { ...row, from: { ...from, value } }, change: 'time' }))
}
