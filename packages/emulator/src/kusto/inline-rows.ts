import { decodeCell } from '@tripline/fixtures'
import { type Cell, parseJson, type TypedTable } from '@tripline/kql/engine'
import type { Column, Table } from '@tripline/schemas'
import { CsvError, parse } from 'csv-parse/sync'

/**
 * The rows of `.ingest inline`: CSV without a header, each cell for the column of its rank. The service gives null where a cell
 * does not fit its column; here that is refused. The result is a sentence if the text cannot be read.
 */
export function inlineRows(text: string, { columns }: Table): TypedTable['rows'] | string {
  try {
    const records: readonly (readonly string[])[] = parse(text, {
      skip_empty_lines: true,
      relax_column_count: true,
    })
    const rows: Cell[][] = []
    for (const [index, record] of records.entries()) {
      const row = rowOf(record, columns)
      if (typeof row === 'string') return `Record ${index + 1}: ${row}`
      rows.push(row)
    }
    return rows
  } catch (error) {
    if (error instanceof CsvError) return error.message
    throw error
  }
}

function rowOf(record: readonly string[], columns: readonly Column[]): Cell[] | string {
  if (record.length !== columns.length) return `it has ${record.length} cells for ${columns.length} columns.`
  const row: Cell[] = []
  for (const [index, { name, type }] of columns.entries()) {
    const text = type === 'string' ? record[index]! : record[index]!.trim()
    const written = text === '' ? null : type === 'dynamic' ? (parseJson(text) ?? text) : text
    const cell = decodeCell(written, type)
    if (cell === undefined) return `the column ${name} cannot hold '${text.slice(0, 100)}' as ${type}.`
    row.push(cell)
  }
  return row
}

/** Records in brackets, one after the other, as CSV; undefined if what is between them is not space. */
export function unbracketed(text: string): string | undefined {
  const record = /\s*\[((?:"(?:[^"]|"")*"|[^"\]])*)\]/y
  const lines: string[] = []
  while (/\S/.test(text.slice(record.lastIndex))) {
    const match = record.exec(text)
    if (!match) return undefined
    lines.push(match[1]!)
  }
  return lines.join('\n')
}
