import type { Queries } from '@tripline/azure'
import { type ArmAnswer, type ArmError, answered, failed } from '@tripline/azure/answer'
import { formatDatetime, ticksPerHour, withinPeriod } from '@tripline/schemas'
import { exportedRow } from './exported-row.ts'

/** Rows of a table between two times, in ticks; the second is not part of it. */
interface Period {
  readonly table: string
  readonly from: bigint
  readonly to: bigint
  /** Rows that the workspace has counted. */
  readonly rows: number
}

/** Below the service's 500,000 rows and 64 MB, and small enough that several fit in memory. */
const mostRows = 20_000

/** Queries that run at the same time; the service takes five. */
const atOnce = 4

/** The answer of the service is not whole. Half of the time has half of the rows, more or less. */
const tooLarge: ReadonlySet<string> = new Set(['AnswerTooLarge', 'PartialError', 'E_QUERY_RESULT_SET_TOO_LARGE'])

/** Gives the rows of an hour to `take`, as lines in the order of their time, exactly as many as the workspace has counted. */
export async function queriedRows(
  queries: Queries,
  table: string,
  hour: { readonly start: bigint; readonly rows: number },
  take: (lines: readonly string[]) => Promise<ArmError | undefined>,
): Promise<ArmError | undefined> {
  const periods = smallPeriods(queries, { table, from: hour.start, to: hour.start + ticksPerHour, rows: hour.rows })
  const reading: Promise<ArmAnswer<readonly string[]>>[] = []
  const start = async (): Promise<ArmError | undefined> => {
    const { value } = await periods.next()
    if (value && !value.ok) return value.error
    if (value) reading.push(periodRows(queries, value.value))
    return undefined
  }
  for (let count = 0; count < atOnce; count++) {
    const error = await start()
    if (error) return error
  }
  for (let next = reading.shift(); next; next = reading.shift()) {
    const lines = await next
    const error = lines.ok ? ((await take(lines.value)) ?? (await start())) : lines.error
    if (error) return error
  }
  return undefined
}

/** Halves the time until few enough rows are left. */
async function* smallPeriods(queries: Queries, period: Period): AsyncGenerator<ArmAnswer<Period>, undefined> {
  if (period.rows === 0) return
  if (period.rows <= mostRows) {
    yield answered(period)
    return
  }
  const halves = await halved(queries, period)
  if (!halves.ok) yield halves
  else for (const half of halves.value) yield* smallPeriods(queries, half)
}

async function halved(queries: Queries, { table, from, to, rows }: Period): Promise<ArmAnswer<readonly Period[]>> {
  const middle = (from + to) / 2n
  if (middle === from) {
    const message = `${rows} rows of ${table} have the same time, ${formatDatetime(from)}`
    return failed('TooManyRowsAtOnce', message)
  }
  const counted = await queries.run({ kql: `${within({ table, from, to: middle })} | count` })
  if (!counted.ok) return counted
  const first = Number(counted.value.rows[0]?.[0])
  return answered([
    { table, from, to: middle, rows: first },
    { table, from: middle, to, rows: rows - first },
  ])
}

const within = ({ table, from, to }: Omit<Period, 'rows'>): string => `${table} | where ${withinPeriod(from, to)}`

/** Lines of rows; the same rows always in the same order. */
async function periodRows(queries: Queries, period: Period): Promise<ArmAnswer<readonly string[]>> {
  if (period.rows === 0) return answered([])
  const answer = await queries.run({ kql: within(period), dynamicAsText: true, timeout: 600 })
  if (!answer.ok) {
    if (!tooLarge.has(answer.error.code)) return answer
    const halves = await halved(queries, period)
    return halves.ok ? joinedRows(queries, halves.value) : halves
  }
  const { columns, rows } = answer.value
  if (rows.length !== period.rows) {
    const message = `${period.table} has ${rows.length} rows where ${period.rows} were counted, from ${formatDatetime(period.from)}`
    return failed('RowsChanged', message)
  }
  const time = columns.findIndex(({ name }) => name === 'TimeGenerated')
  const lines = rows.map(row => [String(row[time]), exportedRow(columns, row)] as const)
  lines.sort(([at, line], [otherAt, other]) => (at === otherAt ? compare(line, other) : compare(at, otherAt)))
  return answered(lines.map(([, line]) => line))
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

async function joinedRows(queries: Queries, periods: readonly Period[]): Promise<ArmAnswer<readonly string[]>> {
  const lines: string[] = []
  for (const period of periods) {
    const read = await periodRows(queries, period)
    if (!read.ok) return read
    for (const line of read.value) lines.push(line)
  }
  return answered(lines)
}
