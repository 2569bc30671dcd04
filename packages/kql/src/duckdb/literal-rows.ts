import { integer, join, name, type Sql, sql, text, value } from '../sql/sql.ts'
import type { TypedTable } from '../world/dataset.ts'
import { rowColumn } from '../world/stored-table.ts'
import { type StoredCells, storedCells } from './stored-cells.ts'

/** What may be written into a query; the database plans more slowly the longer its text is. */
const most = { cells: 500, characters: 20_000 }

/** The rows of a table as an operand of FROM; undefined if there are none or too many. */
export function literalRows(content: TypedTable, columns: ReadonlySet<string>): Sql | undefined {
  const { length } = content.rows
  const stored = storedCells(content, columns)
  if (length === 0 || length * (stored.length + 1) > most.cells) return undefined
  let characters = 0
  const written = ({ type, cell }: StoredCells, row: number): Sql => {
    const content = cell(row)
    if (typeof content === 'string') characters += content.length
    // A dynamic is already in the form in which it is stored.
    return typeof content === 'string' && type === 'dynamic' ? text(content) : value(content, type)
  }
  const tuples: Sql[] = []
  for (let row = 0; row < length; row++) {
    tuples.push(sql`(${join([integer(row), ...stored.map(column => written(column, row))])})`)
    if (characters > most.characters) return undefined
  }
  const header = [rowColumn, ...stored.map(column => column.name)].map(name)
  return sql`(VALUES ${join(tuples)}) AS v(${join(header)})`
}
