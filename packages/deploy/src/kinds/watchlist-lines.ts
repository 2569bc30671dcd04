import { isRecord } from '@tripline/diagnostics'

/** The cells of an item by the names of their columns. */
export type Item = Readonly<Record<string, unknown>>

/**
 * An item as a line: its cells by name, sorted. A cell without text is left out, because the service need not return it. Lines
 * are equal if items are.
 */
export const lineOf = (item: Item): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(item)
        .filter(([, cell]) => cell !== undefined && cell !== null && cell !== '')
        .map(([name, cell]) => [name, String(cell)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  )

/** Items as the text in which they are compared and shown: a line each, sorted. */
export const textOf = (lines: readonly string[]): string =>
  [...lines]
    .sort()
    .map(line => `${line}\n`)
    .join('')

export const linesIn = (text: unknown): readonly string[] =>
  typeof text === 'string' ? text.split('\n').filter(line => line !== '') : []

/** The item that a line stands for. */
function itemOf(line: string): Item {
  const item: unknown = JSON.parse(line)
  return isRecord(item) ? item : {}
}

/** The names of all cells, in the order in which they occur. */
export const columnsIn = (lines: readonly string[]): readonly string[] => [
  ...new Set(lines.flatMap(line => Object.keys(itemOf(line)))),
]

/** Items as CSV with a header. */
export const csvOf = (columns: readonly string[], lines: readonly string[]): string =>
  [csvLine(columns), ...lines.map(line => csvRow(columns, line))].map(line => `${line}\n`).join('')

/** An item as a line of CSV. */
export function csvRow(columns: readonly string[], line: string): string {
  const item = itemOf(line)
  return csvLine(columns.map(column => String(item[column] ?? '')))
}

/** Cells as a line of CSV. */
export const csvLine = (cells: readonly string[]): string => cells.map(quoted).join(',')

const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
