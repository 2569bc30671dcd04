import { lookUp } from '@tripline/diagnostics'
import { CsvError, parse } from 'csv-parse/sync'
import { type Json, parseJson, readJsonValues, writeJson } from '../../values/json.ts'
import { defineUdf, named } from '../../values/udf.ts'

type ReadRecords = (text: string) => Json[] | undefined

const lines = (text: string): string[] => text.split(/\r?\n/).filter(line => line !== '')

/** RFC 4180, except that records may differ in length; empty lines are skipped. */
function commaSeparated(text: string): Json[] | undefined {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] })
  } catch (error) {
    if (error instanceof CsvError) return undefined
    throw error
  }
}

/** How these formats read a quoted cell is not documented. */
const separatedBy =
  (separator: string): ReadRecords =>
  text => {
    const records = lines(text).map(line => line.split(separator))
    return records.some(cells => cells.some(cell => cell.startsWith('"'))) ? undefined : records
  }

/** One object per line. */
function jsonLines(text: string): Json[] | undefined {
  const records = lines(text)
    .filter(line => line.trim() !== '')
    .map(parseJson)
  return records.every(isBag) ? records : undefined
}

/** A sequence of objects, or an array of them. */
function multiJson(text: string): Json[] | undefined {
  const records = readJsonValues(text)?.flatMap(value => (Array.isArray(value) ? value : [value]))
  return records?.every(isBag) ? records : undefined
}

const isBag = (value: Json | undefined): value is Map<string, Json> => value instanceof Map

/** The records of a file by format of `externaldata`, each an array of texts or an object. */
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

/** The records of a file's text as one array; null if the text does not have the format. */
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
