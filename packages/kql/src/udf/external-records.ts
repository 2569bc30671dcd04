import { type Json, parseJson, readJsonValues, writeJson } from './json.ts'
import { defineUdf } from './udf.ts'

type ReadRecords = (text: string) => Json[] | undefined

const lines = (text: string): string[] => text.split(/\r?\n/).filter(line => line !== '')

const endOfCell = /[,\r\n]/g

/** RFC 4180: doubled quotes, line breaks inside quotes. Records may differ in length; empty lines are none. */
function commaSeparated(text: string): Json[] | undefined {
  const records: Json[] = []
  let cells: string[] = []
  for (let at = 0; at < text.length; ) {
    let cell = ''
    if (text[at] === '"') {
      const end = endOfQuoted(text, at)
      if (end < 0) return undefined
      cell = text.slice(at + 1, end).replaceAll('""', '"')
      at = end + 1
    }
    endOfCell.lastIndex = at
    const end = endOfCell.exec(text)?.index ?? text.length
    cells.push(cell + text.slice(at, end))
    at = end + (text.startsWith('\r\n', end) ? 2 : 1)
    if (text[end] === ',') {
      if (at === text.length) cells.push('')
      else continue
    }
    if (cells.length > 1 || cells[0] !== '') records.push(cells)
    cells = []
  }
  return records
}

/** Where the quote that closes a cell stands. */
function endOfQuoted(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at
  }
  return -1
}

/** How a quoted cell of these formats is read is not documented. */
const separatedBy =
  (separator: string): ReadRecords =>
  text => {
    const records = lines(text).map(line => line.split(separator))
    return records.some(cells => cells.some(cell => cell.startsWith('"'))) ? undefined : records
  }

/** An object on each line. */
function jsonLines(text: string): Json[] | undefined {
  const records = lines(text)
    .filter(line => line.trim() !== '')
    .map(parseJson)
  return records.every(isBag) ? records : undefined
}

/** Objects one after the other, or an array of them. */
function multiJson(text: string): Json[] | undefined {
  const records = readJsonValues(text)?.flatMap(value => (Array.isArray(value) ? value : [value]))
  return records?.every(isBag) ? records : undefined
}

const isBag = (value: Json | undefined): value is Map<string, Json> => value instanceof Map

/** What the formats of `externaldata` make of a file: for each record an array of texts, or an object. */
const recordReaders: Readonly<Record<string, ReadRecords>> = {
  csv: commaSeparated,
  json: jsonLines,
  multijson: multiJson,
  psv: separatedBy('|'),
  raw: text => [[text]],
  scsv: separatedBy(';'),
  sohsv: separatedBy('\u0001'),
  tsv: separatedBy('\t'),
  txt: text => lines(text).map(line => [line]),
}

/** The records of a file's text as one array; null where the text is not of the format. */
const externalRecords = defineUdf({
  name: 'external_records',
  parameters: ['string', 'string'],
  result: 'dynamic',
  nulls: 'propagate',
  call: (text: string, format: string) => {
    const records = recordReaders[format]?.(text)
    return records ? writeJson(records) : null
  },
})

export const externalRecordUdfs = [externalRecords]
