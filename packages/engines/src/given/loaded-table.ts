import type { Cell, Rows } from '@tripline/kql/engine'
import { type ColumnType, formatDatetime, formatTimespan } from '@tripline/schemas'
import { datatable } from './literal.ts'
import type { TemporaryTable } from './temporary-tables.ts'

/** Characters of the data of one command; KQL takes longer to read than CSV. */
const mostCharacters = { csv: 500_000, kql: 100_000 }

/** A table with these rows. */
export const loadedTable = (rows: Rows): TemporaryTable => ({
  made: name => loadCommands(name, rows),
  dropped: name => `.drop table ${name} ifexists`,
  rows: rows.rows.length,
})

/**
 * The commands that make a table and fill it. `.set` makes it, because it fails where a table of that name exists; `.create` would
 * succeed. Rows come as CSV, except those with a cell whose value as CSV no documentation settles: they come as KQL.
 */
function loadCommands(name: string, { columns, rows }: Rows): readonly string[] {
  const types = columns.map(({ type }) => type)
  const lines = rows.map(row => csvLine(row, types))
  // There may be no table if the query that makes it has no rows.
  const isTyped = (index: number) => index === 0 || lines[index] === undefined
  const typed = rows.filter((_, index) => isTyped(index))
  const csv = lines.flatMap((line, index) => (isTyped(index) ? [] : [line!]))
  const rowSize = (row: Rows['rows'][number]) => row.reduce<number>((sum, cell) => sum + String(cell).length, 0)
  return [
    ...pieces(typed, rowSize, mostCharacters.kql).map(
      (own, index) => `.${index === 0 ? 'set' : 'append'} ${name} <| ${datatable({ columns, rows: own })}`,
    ),
    ...pieces(csv, line => line.length, mostCharacters.csv).map(
      own => `.ingest inline into table ${name} with (format='csv') <|\n${own.join('')}`,
    ),
  ]
}

/** Items in pieces of a bounded size, in their order; an item that is larger is a piece of its own. */
function pieces<T>(items: readonly T[], sizeOf: (item: T) => number, most: number): readonly (readonly T[])[] {
  const made: T[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const item of items) {
    size += sizeOf(item)
    if (size <= most) made.at(-1)!.push(item)
    else {
      made.push([item])
      size = sizeOf(item)
    }
  }
  return made
}

/** A row as a line of CSV; undefined if it might be read as another one. */
function csvLine(row: Rows['rows'][number], types: readonly ColumnType[]): string | undefined {
  const cells = row.map((cell, index) => csvCell(cell, types[index]!))
  return cells.includes(undefined) ? undefined : `${cells.join()}\n`
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** A text without characters that a reader of lines may take for the end of one, or leave out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const isPlain = (text: string): boolean => !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(text)

const writers: { readonly [Type in ColumnType]: (cell: Exclude<Cell, null>) => string | undefined } = {
  bool: String,
  int: String,
  long: String,
  real: cell => (Number.isFinite(cell) ? String(cell) : undefined),
  decimal: String,
  string: cell => (isPlain(String(cell)) ? quoted(String(cell)) : undefined),
  datetime: cell => formatDatetime(cell as bigint),
  timespan: cell => formatTimespan(cell as bigint),
  guid: String,
  // Objects and arrays are JSON; of other values, a text might be read as a number.
  dynamic: cell => (/^[[{]/.test(String(cell)) && isPlain(String(cell)) ? quoted(String(cell)) : undefined),
}

/** An empty cell is null, but for a dynamic, of which no documentation says that. */
const csvCell = (cell: Cell, type: ColumnType): string | undefined =>
  cell === null ? (type === 'dynamic' ? undefined : '') : writers[type](cell)
