/** Queries over typed tables, with Kusto's answers. DuckDB is loaded with the first database that is opened. */

export type * from './analysis/query-analysis.ts'
export { openQueryCache, type QueryCache } from './compile/query-cache.ts'
export { type CsvScan, csvScan } from './duckdb/csv-scan.ts'
export type { Database } from './duckdb/database.ts'
export type { LogFile, LogFormat, LogParts } from './duckdb/log-file.ts'
export { findingId, fixOf, queryFinding } from './findings/query-finding.ts'
export { type LogStore, openLogStore } from './logs/log-store.ts'
export type { LogWriter } from './logs/write-log.ts'
export { type DatabasesByLogs, databasesByLogs } from './run/databases-by-logs.ts'
export type * from './run/engine.ts'
export { loadDriver, loadEngine, openDatabase, openEngine, prepareCompiler } from './run/load-engine.ts'
export {
  type Bag,
  endOfRecordedJson,
  type Json,
  longJson,
  parseJson,
  parseRecordedJson,
  Real,
  writeJson,
} from './values/json.ts'
export { decimalOfText, isCarried } from './values/number-text.ts'
export { realText } from './values/real-text.ts'
export type * from './world/dataset.ts'
export type * from './world/query-diagnostic.ts'
export type * from './world/query-world.ts'
