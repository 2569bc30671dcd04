/** KQL for programs: tables in, queries answered as Kusto answers them, or refused. */
export type { Column, ColumnType, Data, StoredFunction, Table, Value, Watchlist } from './data.ts'
export type { Finding } from './finding.ts'
export { type Answer, type Engine, type OpenedEngine, openEngine, type QueryOptions } from './open-engine.ts'
