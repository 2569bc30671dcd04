import type { LogsTable, WireCell } from '@tripline/azure'
import { isJson } from '@tripline/diagnostics'

type Column = LogsTable['columns'][number]

/** A row of a query's result as data export writes one: a line of JSON without what is null, or empty text, which is the same. */
export function exportedRow(columns: readonly Column[], row: readonly WireCell[]): string {
  const members = columns.flatMap(({ name, type }, index) => {
    const cell = row[index]!
    return cell === null || (cell === '' && type === 'string')
      ? []
      : [`${JSON.stringify(name)}:${cellJson(cell, type)}`]
  })
  return `{${members.join(',')}}`
}

/** Integers that JavaScript cannot hold come as text, and dynamic values as the service writes them. */
function cellJson(cell: WireCell, type: string): string {
  if (typeof cell !== 'string') return JSON.stringify(cell)
  if ((type === 'long' || type === 'int') && /^-?\d+$/.test(cell)) return cell
  return type === 'dynamic' && isJson(cell) ? cell.replace(/[\r\n]+/g, ' ') : JSON.stringify(cell)
}
