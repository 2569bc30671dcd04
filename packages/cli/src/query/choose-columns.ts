import { type Diagnosed, nearest } from '@tripline/diagnostics'
import { commandReport } from '../command-line/command-report.ts'
import type { ResultTable } from './result-table.ts'

/** The columns of a result that `names` lists, in that order; all without a list. */
export function chooseColumns(result: ResultTable, names: readonly string[] | undefined): Diagnosed<ResultTable> {
  if (names === undefined) return { value: result, diagnostics: [] }
  const known = result.columns.map(({ name }) => name)
  const indices = names.map(name => known.indexOf(name))
  const diagnostics = names
    .filter((_, index) => indices[index]! < 0)
    .map(name => commandReport['column-unknown'](undefined, name, nearest(name, known)))
  if (diagnostics.length > 0) return { diagnostics }
  const pick = <T>(cells: readonly T[]): readonly T[] => indices.map(index => cells[index]!)
  return { value: { columns: pick(result.columns), rows: result.rows.map(pick), isChosen: true }, diagnostics }
}
