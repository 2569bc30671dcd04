import { lookUp } from '@tripline/diagnostics'
import { CsvError, parse } from 'csv-parse/sync'

/** A row of a watchlist: its cells by the names of the columns. */
export type WatchlistRow = Readonly<Record<string, string>>

/** What separates cells, by content type. */
const delimiters: Readonly<Record<string, string>> = { 'text/csv': ',', 'text/tsv': '\t' }

/** Characters of a line, and of the content of one request (3.8 MB). */
const longestLine = 10_240
const largestContent = 3.8 * 1024 * 1024

export interface WatchlistContent {
  readonly rawContent: string
  readonly contentType: string
  readonly linesToSkip: number
  readonly searchKey: string
}

/** The rows of a watchlist's content, or why the service refuses it. */
export function watchlistRows(content: WatchlistContent): readonly WatchlistRow[] | string {
  const { rawContent, contentType, linesToSkip, searchKey } = content
  const delimiter = lookUp(delimiters, contentType.toLowerCase())
  if (delimiter === undefined)
    return `Invalid value for property 'properties.contentType': ${JSON.stringify(contentType)}`
  if (Buffer.byteLength(rawContent) > largestContent) return 'The content of the watchlist is larger than 3.8 MB.'
  const lines = rawContent.split(/\r?\n/)
  if (lines.some(line => line.length > longestLine)) return `A line of the watchlist is longer than ${longestLine}.`
  try {
    const rows: readonly WatchlistRow[] = parse(lines.slice(linesToSkip).join('\n'), {
      bom: true,
      columns: true,
      delimiter,
      skip_empty_lines: true,
    })
    const header = lines[linesToSkip] ?? ''
    const found = rows.length > 0 ? Object.hasOwn(rows[0]!, searchKey) : header.split(delimiter).includes(searchKey)
    return found ? rows : `The search key '${searchKey}' is not a column of the watchlist.`
  } catch (error) {
    if (error instanceof CsvError) return `The content of the watchlist cannot be parsed: ${error.message}`
    throw error
  }
}
