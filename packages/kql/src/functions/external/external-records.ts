import { lookUp } from '@tripline/diagnostics'
import { CsvError, parse } from 'csv-parse/sync'
import { type Json, parseJson, readJsonValues, writeJson } from '../../values/json.ts'
import { defineUdf, named } from '../../values/udf.ts'

type ReadRecords = (text: string) => Json[] | undefined

const lines = (text: string): string[] => text.split(/\r?\n/).filter(line => line !== '')

/** RFC 4180; records may differ in length, and empty lines are none. */
function commaSeparated(text: string): Json[] | undefined {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] })
  } catch (error) {
    if (error instanceof CsvError) return undefined
    throw error
  }
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
export const externalRecordUdfs = named({
  external_records: defineUdf({
    parameters: ['string', 'string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (text: string, format: string) => {
      const records = lookUp(recordReaders, format)?.(text)
      return records ? writeJson(records) : null
    },
  }),
})
