import type { Column, Table } from '@tripline/schemas'
import { integer, join, name, type Sql, sql, value } from '../sql/sql.ts'
import type { DelayedLog, TypedTable } from '../world/dataset.ts'
import { ingestionColumn, rowColumn, storedColumn } from '../world/stored-table.ts'

/** The table of a log's rows in its file. */
export const logName = 'log'

/** A part of a table, and where its rows are: a typed one in an operand of FROM, a stored one in a file of the database. */
export type RowsOfPart =
  | { readonly part: TypedTable; readonly from: Sql }
  | { readonly part: DelayedLog; readonly file: string }

/** The stored columns of a part that a query reads if it reads these of the whole table. */
export function partColumns(part: TypedTable, whole: Table, columns: ReadonlySet<string>): ReadonlySet<string> {
  const own = columnIndices(part.table.columns)
  const cells = whole.columns.flatMap((column, position) => {
    const index = columns.has(storedColumn(position)) ? own.get(column.name) : undefined
    return index === undefined ? [] : [storedColumn(index)]
  })
  return new Set([...cells, ...[ingestionColumn, rowColumn].filter(column => columns.has(column))])
}

/** The rows of all parts, one after the other, with these stored columns, as an operand of FROM. */
export function logRows(whole: Table, parts: readonly RowsOfPart[], columns: ReadonlySet<string>): Sql {
  let before = 0
  const selects = parts.map(rows => {
    const from = 'file' in rows ? sql`${name(rows.file)}.${name(logName)}` : rows.from
    const select = sql`SELECT ${join(cellsOf(rows, whole, columns, before))} FROM ${from}`
    before += 'file' in rows ? rows.part.log.rowCount : rows.part.rows.length
    return select
  })
  return sql`(${join(selects, ' UNION ALL ')})`
}

function cellsOf(rows: RowsOfPart, whole: Table, columns: ReadonlySet<string>, before: number): readonly Sql[] {
  const own = columnIndices('file' in rows ? rows.part.log.table.columns : rows.part.table.columns)
  const cells: Sql[] = []
  for (const [position, { name: column, type }] of whole.columns.entries()) {
    if (!columns.has(storedColumn(position))) continue
    const index = own.get(column)
    const cell = index === undefined ? value(type === 'string' ? '' : null, type) : name(storedColumn(index))
    cells.push(sql`${cell} AS ${name(storedColumn(position))}`)
  }
  if (columns.has(ingestionColumn)) {
    const time = 'file' in rows ? ingestionTime(rows.part, own) : name(ingestionColumn)
    cells.push(sql`${time} AS ${name(ingestionColumn)}`)
  }
  if (columns.has(rowColumn) || cells.length === 0) {
    cells.push(sql`${name(rowColumn)} + ${integer(before)} AS ${name(rowColumn)}`)
  }
  return cells
}

const columnIndices = (columns: readonly Column[]): ReadonlyMap<string, number> =>
  new Map(columns.map(({ name }, index) => [name, index]))

/** As `TypedTable.ingested` has it: a row without a time of its own arrives `delay` after its time. */
function ingestionTime({ log, ingestionDelay }: DelayedLog, columns: ReadonlyMap<string, number>): Sql {
  if (ingestionDelay === undefined && !log.hasIngestionTimes) return value(null, 'long')
  const index = columns.get('TimeGenerated') ?? columns.get('Timestamp')
  const generated = index === undefined ? value(0n, 'long') : sql`coalesce(${name(storedColumn(index))}, 0)`
  const late = sql`${generated} + ${value(ingestionDelay ?? 0n, 'long')}`
  return log.hasIngestionTimes ? sql`coalesce(${name(ingestionColumn)}, ${late})` : late
}
