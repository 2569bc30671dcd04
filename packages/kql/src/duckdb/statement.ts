import type { DuckDBType, DuckDBValue } from '@duckdb/node-api'
import {
  name,
  parameterName,
  plainReading,
  type Reading,
  type RunValues,
  reads,
  render,
  renderParameters,
  type Sql,
  sql,
  withTables,
} from '../sql/sql.ts'
import { BIGINT, listValue } from './driver.ts'
import type { ReadableRows } from './own-tables.ts'

/** A SELECT statement and the values of its parameters. */
export interface Statement {
  readonly text: string
  readonly values: Readonly<Record<string, DuckDBValue>>
  readonly types: Readonly<Record<string, DuckDBType>>
  /** Whether the text is the same for other rows and at other times. */
  readonly recurs: boolean
}

/**
 * A query over readable rows. The times of its run are parameters as well, unless it reads a table: the database then plans for
 * the times that it knows. `where`: what stands for their bounds.
 */
export function statement(
  query: Sql,
  times: RunValues,
  { from, given, areGiven }: ReadableRows,
  where: Reading['where'],
): Statement {
  const values: Record<string, DuckDBValue> = {}
  const types: Record<string, DuckDBType> = {}
  const pass = (key: string, type: DuckDBType, value: DuckDBValue) => {
    values[key] = value
    types[key] = type
  }
  let parameters = 0
  const reading = reads(query)
  const tables = Array.from(given, ([table, { select, lists }]) => {
    const first = parameters
    for (const { type, cells } of lists) pass(parameterName(parameters++), type, listValue(cells as DuckDBValue[]))
    // The rows are unnested once; a table that is read once costs less as part of what reads it.
    const materialized =
      reading.filter(rows => rows.table === table).length > 1 ? sql`MATERIALIZED` : sql`NOT MATERIALIZED`
    return sql`${name(table)} AS ${materialized} (${select(first)})`
  })
  const own: Reading = { from: rows => from(rows) ?? plainReading.from(rows), where }
  const whole = withTables(tables, query)
  if (!areGiven) return { text: render(whole, times, own), values, types, recurs: false }
  const rendered = renderParameters(whole, own)
  for (const [key, time] of rendered.values) pass(key, BIGINT, times[time]!)
  return { text: rendered.text, values, types, recurs: true }
}
