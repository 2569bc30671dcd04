/** Queries over typed tables, with Kusto's answers. Opening this door loads DuckDB. */

/** What can be known about a query without a database. */
export { analyseQuery } from './analyse-query.ts'
export { applyParameters, type ParameterValues } from './apply-parameters.ts'
export { openQueryCache, type QueryCache } from './cache/query-cache.ts'
export type * from './cell.ts'
export type * from './dataset.ts'
export { type Database, openDatabase } from './duckdb/database.ts'
export { findingId, queryFinding } from './findings/query-finding.ts'
export { formatQuery } from './frontend/format.ts'
export * from './query-world.ts'
export type * from './run.ts'
export { type Bag, endOfRecordedJson, type Json, parseJson, parseRecordedJson, Real, writeJson } from './values/json.ts'
export { realText } from './values/real-text.ts'
export { openEngine } from './workspace.ts'
