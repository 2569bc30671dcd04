import type { Column } from '@tripline/schemas'
import { alarmAt } from '../limits/alarm-clock.ts'
import type { RunningTime } from '../limits/running-time.ts'
import type { RefusalText } from '../refusals/refusal-row.ts'
import { type RunValues, reads, refusalOf, type Sql } from '../sql/sql.ts'
import type { Cell, LogTable, TypedTable } from '../world/dataset.ts'
import type { Database, SealedConnection } from './database.ts'
import { ownTables } from './own-tables.ts'
import { type ResultBudget, readResult } from './read-result.ts'
import { type Statement, statement } from './statement.ts'

/** A connection to a sealed database and its own tables, which answers one SELECT statement of Tripline's after the other. */
export interface Connection {
  /**
   * Waits for earlier queries and loads the rows and functions that this one needs, none of which counts towards its time. Up to
   * `most` cells per result; errors carry the database's own words, which users should not see.
   */
  query(sql: Sql, values: RunValues, columns: readonly Column[], time: RunningTime, most?: number): Promise<SqlAnswer>
  /** Drops the tables. */
  close(): Promise<void>
}

export type SqlAnswer =
  | { readonly ok: true; readonly rows: Cell[][] }
  | { readonly ok: false; readonly reason: 'refused'; readonly refusal: RefusalText }
  | { readonly ok: false; readonly reason: FailureReason; readonly message: string }

export type FailureReason = 'timeout' | 'memory' | 'depth' | 'range' | ResultBudget | 'other'

/**
 * Connects to a database. The tables, by stored name, are visible to this connection alone, and loaded when they are read.
 * `grace`: how long past its deadline a query may still end by itself (milliseconds).
 */
export function openConnection(
  database: Database,
  tables: ReadonlyMap<string, TypedTable | LogTable>,
  grace = 1_000,
): Connection {
  const open = async () => {
    const sealed = await database.connect()
    return { sealed, own: ownTables(sealed.connection, tables, database.files) }
  }
  let opened: ReturnType<typeof open> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const answer = async (sql: Sql, values: RunValues, columns: readonly Column[], time: RunningTime, most: number) => {
    opened ??= open()
    const { sealed, own } = await opened
    const { deadlines, abandon, boundOf, provide } = sealed
    const wanted = statement(sql, values, await own.load(reads(sql)), boundOf)
    await provide(wanted.calls)
    const [running, timeout] = [Symbol(), time.left()]
    const deadline = performance.now() + timeout
    deadlines.set(running, deadline)
    let answering: Promise<SqlAnswer> | undefined
    const answered = new Promise<SqlAnswer | undefined>((resolve, reject) => {
      answering = query(sealed, wanted, columns, deadline, most, { grace, expired: () => resolve(undefined) })
      answering.then(resolve, reject)
    })
    const found = await time.during(answered)
    deadlines.delete(running)
    if (found && own.areLoaded) return found
    opened = undefined
    if (found) {
      // With no tables of its own it is as it was, and the statements that it has planned serve whoever asks next.
      if (found.ok) sealed.release()
      else sealed.close()
      return found
    }
    abandon(answering!)
    return { ok: false, reason: 'timeout', message: 'the database ignores interruptions while it plans' } as const
  }
  return {
    query(sql, values, columns, time, most = Number.POSITIVE_INFINITY) {
      const answered = last.then(() => answer(sql, values, columns, time, most))
      last = answered.catch(() => undefined)
      return answered
    },
    async close() {
      await last
      const connected = await opened?.catch(() => undefined)
      opened = undefined
      connected?.sealed.close()
    },
  }
}

/** What becomes of a query that goes on after its deadline: the database obeys interruptions while it executes, not while it plans. */
interface Overtime {
  /** How long it may still go on (milliseconds). */
  readonly grace: number
  readonly expired: () => void
}

async function query(
  { connection, statements }: SealedConnection,
  wanted: Statement,
  columns: readonly Column[],
  deadline: number,
  most: number,
  { grace, expired }: Overtime,
): Promise<SqlAnswer> {
  let interrupted = false
  let cancel = alarmAt(deadline, () => {
    interrupted = true
    connection.interrupt()
    cancel = alarmAt(performance.now() + grace, expired)
  })
  try {
    const run = await statements.plan(wanted)
    // An interruption is forgotten when the database starts to execute.
    if (interrupted) return { ok: false, reason: 'timeout', message: 'interrupted while the database was planning' }
    const read = readResult(await run(), most)
    if (!Array.isArray(read)) return { ok: false, reason: read, message: 'not all rows were read' }
    return { ok: true, rows: cellsOf(read, columns) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const refusal = refusalOf(message)
    if (refusal) return { ok: false, reason: 'refused', refusal }
    // No alarm rings while a JavaScript function runs.
    const isLate = interrupted || performance.now() >= deadline
    return { ok: false, reason: isLate ? 'timeout' : reasonOf(message), message }
  } finally {
    cancel()
  }
}

function reasonOf(message: string): 'memory' | 'depth' | 'range' | 'other' {
  if (/^[\w ]+ Error: Max(?:imum)? [\w ]*depth\b/i.test(message)) return 'depth'
  if (/^Out of Memory/i.test(message)) return 'memory'
  return /^(Out of Range|Conversion|Invalid Input) Error/i.test(message) ? 'range' : 'other'
}

/** The driver's values are already cells, except that it returns some counts as bigint instead of int. */
function cellsOf(rows: Cell[][], columns: readonly Column[]): Cell[][] {
  if (columns.length === 0) return rows.map(() => [])
  columns.forEach(({ type }, index) => {
    const fix = repairs[type]
    if (fix) for (const row of rows) if (row[index] !== null) row[index] = fix(row[index]!)
  })
  return rows
}

const repairs: { readonly [Type in Column['type']]?: (cell: Exclude<Cell, null>) => Cell } = {
  int: Number,
  real: Number,
  long: cell => BigInt(cell),
  datetime: cell => BigInt(cell),
  timespan: cell => BigInt(cell),
  string: String,
}
