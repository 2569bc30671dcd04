import type { Absorbed, Differing, WatchlistFile } from '../kind.ts'
import { columnsIn, csvLine, csvOf, csvRow, lineOf, linesIn } from '../kinds/watchlist-lines.ts'

/** Writes the rows of a stored watchlist into its file. */
export function absorbWatchlist({ wanted, stored, sources: { watchlists } }: Differing): Absorbed {
  const own = watchlists.find(({ alias }) => alias.toLowerCase() === wanted.id.toLowerCase())
  if (!own) return { reason: 'no file of the project has it' }
  const { file } = own
  if (!/\.csv$/i.test(file.path)) return { reason: `${file.path} is not a CSV file; change it by hand` }
  return { files: [{ ...file, text: withRows(own, linesIn(stored.properties.items)) }] }
}

/** A file with these rows: those that it has stay where they are, the others follow. */
function withRows({ file, columns, rows }: WatchlistFile, stored: readonly string[]): string {
  const old = rows.map(row => lineOf(Object.fromEntries(columns.map((column, index) => [column, row[index]]))))
  const [had, has] = [new Set(old), new Set(stored)]
  const isKept = (line: string) => line === '{}' || has.has(line)
  const added = stored.filter(line => !had.has(line))
  const layout = layoutOf(file.text, columns, rows.length)
  const all = [...new Set([...columns, ...columnsIn(added)])]
  if (!layout || all.length > columns.length) return csvOf(all, [...old.filter(isKept), ...added])
  const { header, lines, newline } = layout
  return [header, ...lines.filter((_, index) => isKept(old[index]!)), ...added.map(line => csvRow(columns, line))]
    .map(line => `${line}${newline}`)
    .join('')
}

/** How a file is laid out that has one row on each line; undefined of any other. */
function layoutOf(text: string, columns: readonly string[], rows: number) {
  const [header = '', ...lines] = text.split(/\r?\n/).filter(line => line !== '')
  if (csvLine(columns) !== header || lines.length !== rows) return undefined
  return { header, lines, newline: text.includes('\r\n') ? '\r\n' : '\n' }
}
