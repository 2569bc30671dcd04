import type { DuckDBType, DuckDBValue } from '@duckdb/node-api'
import {
  forFewRows,
  name,
  parameterName,
  plainReading,
  type Reading,
  type RunValue,
  type RunValues,
  reads,
  registeredNamesIn,
  render,
  renderParameters,
  type Sql,
  sql,
  withTables,
} from '../sql/sql.ts'
import { BIGINT, listValue } from './driver.ts'
import type { ReadableRows } from './own-tables.ts'

/** A SELECT statement and the values of its parameters. */
export interface Statement extends Pick<Written, 'text' | 'calls'> {
  readonly values: Readonly<Record<string, DuckDBValue>>
  readonly types: Readonly<Record<string, DuckDBType>>
  /** Whether the text is the same for other rows and at other times. */
  readonly recurs: boolean
  /** Whether it reads a few rows only, for which any plan will do. */
  readonly isSmall: boolean
}

/** The text of a statement. */
interface Written {
  readonly text: string
  /** The run's value that each parameter stands for, unless it stands for rows. */
  readonly times: ReadonlyMap<string, RunValue>
  /** The registered functions that it calls, and whatever looks like one. */
  readonly calls: ReadonlySet<string>
}

/** The last text of a query that recurs: its cases follow each other, and most give rows of the same shape. */
const recurring = new WeakMap<Sql, { readonly shape: string; readonly written: Written }>()

/**
 * A query over readable rows. The times of its run are parameters as well, unless it reads a table: the database then plans for
 * the times that it knows. `where`: what stands for their bounds.
 */
export function statement(query: Sql, times: RunValues, readable: ReadableRows, where: Reading['where']): Statement {
  const { given, areGiven } = readable
  const values: Record<string, DuckDBValue> = {}
  const types: Record<string, DuckDBType> = {}
  let parameters = 0
  for (const { lists } of given.values()) {
    for (const { type, cells } of lists) {
      const key = parameterName(parameters++)
      values[key] = listValue(cells as DuckDBValue[])
      types[key] = type
    }
  }
  if (!areGiven) {
    const { text, calls } = written(query, readable, where, times)
    return { text, calls, values, types, recurs: false, isSmall: false }
  }
  const shape = Array.from(given, ([table, rows]) => `${table}: ${rows.shape}`).join('; ')
  const last = recurring.get(query)
  const known = last?.shape === shape ? last.written : written(query, readable, where)
  recurring.set(query, { shape, written: known })
  for (const [key, time] of known.times) {
    values[key] = times[time]!
    types[key] = BIGINT
  }
  return { text: known.text, calls: known.calls, values, types, recurs: true, isSmall: given.size > 0 }
}

/** `times`: those to write into the text; without them, they are parameters. */
function written(query: Sql, { from, given }: ReadableRows, where: Reading['where'], times?: RunValues): Written {
  let parameters = 0
  const reading = reads(query)
  const tables: Sql[] = []
  const subqueries = new Map<string, Sql>()
  for (const [table, { select, lists }] of given) {
    const rows = select(parameters)
    parameters += lists.length
    const count = reading.filter(rows => rows.table === table).length
    // The rows are unnested once; a table that is read once costs less as part of what reads it.
    if (count === 1) subqueries.set(table, sql`(${rows})`)
    else tables.push(sql`${name(table)} AS ${count > 1 ? sql`MATERIALIZED` : sql`NOT MATERIALIZED`} (${rows})`)
  }
  const own: Reading = {
    from: rows => subqueries.get(rows.table) ?? from(rows) ?? plainReading.from(rows),
    where,
  }
  const whole = withTables(tables, !times && given.size > 0 ? forFewRows(query) : query)
  const { text, values } = times ? { text: render(whole, times, own), values: new Map() } : renderParameters(whole, own)
  return { text, times: values, calls: registeredNamesIn(text) }
}
