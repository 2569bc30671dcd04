import type { DuckDBMaterializedResult } from '@duckdb/node-api'
import { budgets } from '@tripline/budgets'
import type { Cell } from '../world/dataset.ts'

/** A limit that a result can exceed. */
export type ResultBudget = 'result-rows' | 'result-size' | 'result-value'

/** Reads the rows of a result chunk by chunk; returns the budget as soon as one is exceeded. */
export function readResult(result: DuckDBMaterializedResult, most: number): Cell[][] | ResultBudget {
  if (result.rowCount > most) return 'result-rows'
  const rows: Cell[][] = []
  let size = 0
  const { chunkCount } = result
  for (let index = 0; index < chunkCount; index++) {
    const chunk = result.getChunk(index)
    const { rowCount, columnCount } = chunk
    const first = rows.length
    for (let row = 0; row < rowCount; row++) rows.push(new Array<Cell>(columnCount))
    size += 8 * rowCount * columnCount
    for (let column = 0; column < columnCount; column++) {
      const vector = chunk.getColumnVector(column)
      for (let row = 0; row < rowCount; row++) {
        const cell = vector.getItem(row) as Cell
        if (typeof cell === 'string') {
          if (cell.length > budgets['result-value'].limit) return 'result-value'
          size += cell.length
        }
        if (size > budgets['result-size'].limit) return 'result-size'
        rows[first + row]![column] = cell
      }
    }
  }
  return rows
}
