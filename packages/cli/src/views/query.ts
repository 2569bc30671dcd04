import type { Args } from '../command-line/grammar.ts'
import type { Io } from '../process/io.ts'
import type { ResultTable } from '../query/result-table.ts'
import { showCsv } from './query.csv.ts'
import { showResultJson } from './query.json.ts'
import { showNdjson } from './query.ndjson.ts'
import { showTable } from './query.table.ts'

export const queryViews: Readonly<Record<Args<'query'>['format'], (result: ResultTable, io: Io) => void>> = {
  table: showTable,
  json: showResultJson,
  csv: showCsv,
  ndjson: showNdjson,
}
