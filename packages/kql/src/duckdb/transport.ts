import type { DuckDBType } from '@duckdb/node-api'
import type { ColumnType } from '@tripline/schemas'
import { BIGINT, BOOLEAN, DOUBLE, INTEGER, VARCHAR } from './driver.ts'

/** How cells pass between JavaScript and the database. guid and decimal are passed as text and cast in SQL. */
export const transport: Readonly<Record<ColumnType, DuckDBType>> = {
  bool: BOOLEAN,
  int: INTEGER,
  long: BIGINT,
  real: DOUBLE,
  decimal: VARCHAR,
  string: VARCHAR,
  datetime: BIGINT,
  timespan: BIGINT,
  guid: VARCHAR,
  dynamic: VARCHAR,
}
