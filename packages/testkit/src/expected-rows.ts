import { type Column, type ColumnType, columnTypes } from '@tripline/schemas'

/** A cell as answers encode it: numbers, booleans, texts, null; a dynamic cell is any JSON. */
export type ExpectedCell = unknown

export interface ExpectedRows {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly ExpectedCell[])[]
}

const separator = /\t|[ ]{2,}/

/**
 * Reads an `expected.rows` file: a header of `Name:type`, then a row a line, the cells set apart by a tab or by two
 * blanks or more. Cells are JSON; text, times, guids and decimals may stand without quotes unless they are empty, `null`
 * or hold a separator. Throws on a file that does not keep to this, since a case must not pass by accident.
 */
export function parseExpectedRows(text: string): ExpectedRows {
  const [header = '', ...lines] = text.split(/\r?\n/).filter(line => line.trim() !== '')
  const columns = header.trim().split(separator).map(readColumn)
  const rows = lines.map(line => {
    const cells = line.trim().split(separator)
    if (cells.length !== columns.length) throw new Error(`${cells.length} cells for ${columns.length} columns: ${line}`)
    return cells.map((cell, index) => readExpectedCell(cell, columns[index]!.type))
  })
  return { columns, rows }
}

function readColumn(text: string): Column {
  const [, name, type] = /^(\S*):([a-z]+)$/.exec(text) ?? []
  const known = columnTypes.find(candidate => candidate === type)
  if (name === undefined || !known) throw new Error(`no column as in Name:type: ${text}`)
  return { name, type: known }
}

const textTypes: ReadonlySet<ColumnType> = new Set(['string', 'datetime', 'timespan', 'guid', 'decimal'])

function readExpectedCell(cell: string, type: ColumnType): ExpectedCell {
  if (type === 'string' && cell === 'null') throw new Error('a string is never null; text is written "null"')
  return textTypes.has(type) && cell !== 'null' && !cell.startsWith('"') ? cell : JSON.parse(cell)
}
