import { logAnalyticsPace, type Pace, type RemoteEngine } from '@tripline/engines'
import type { EngineAddress } from '@tripline/project'
import { type DayRange, runsByDay } from '@tripline/replay'
import type { AlertingRule } from '@tripline/rules'
import { withinPeriod } from '@tripline/schemas'
import type { LocalWorld } from '../project/command-context.ts'
import { tablesNamed } from '../query/named-tables.ts'

/** What a backtest asks of an engine elsewhere, as far as that is known before it begins. */
export interface BacktestEstimate {
  readonly queries: number
  /** The least that they take at the pace that the engine allows; absent if it has none. */
  readonly seconds?: number
  /** What its queries scan, each time that they do; what the engine says of its tables. */
  readonly scanned?: Scanned
  /** Why that is not known. */
  readonly unknown?: string
}

/** A workspace knows sizes, a database of Kusto numbers of rows. */
export type Scanned = { readonly bytes: number } | { readonly rows: number }

/** What a backtest is over. */
export interface BacktestExtent {
  readonly rules: readonly AlertingRule[]
  readonly range: DayRange
  /** With how many values of parameters each rule runs. */
  readonly times: number
  /** Milliseconds that a question may take. */
  readonly timeout: number
}

/** Estimates a backtest by one question for each rule: how much the tables that it names have in the time that its runs see. */
export async function estimateBacktest(
  { rules, range, times, timeout }: BacktestExtent,
  remote: RemoteEngine,
  kind: EngineAddress['kind'],
  { functions, catalogue }: LocalWorld,
): Promise<BacktestEstimate> {
  const extents = rules.map(rule => ({ rule, ...runsOf(rule, range) }))
  const queries = times * extents.reduce((sum, { runs }) => sum + runs, 0)
  const { query, unit, pace } = measures[kind]
  const waits = pace ? Math.floor((queries - 1) / pace.queries) * (pace.within / 1000) : undefined
  const known = { queries, ...(waits !== undefined && { seconds: Math.max(0, waits) }) }
  let total = 0
  for (const { rule, window, overlap } of extents) {
    const tables = tablesNamed(rule.query.value, functions, catalogue).map(({ name }) => name)
    if (!window || tables.length === 0) continue
    const answer = await remote.run({ kql: query(tables, window), timeout })
    if (!answer.ok) return { ...known, unknown: answer.message }
    total += Number(answer.rows.rows[0]?.[0] ?? 0) * overlap
  }
  const amount = Math.round(total * times)
  return { ...known, scanned: unit === 'bytes' ? { bytes: amount } : { rows: amount } }
}

interface Window {
  readonly from: bigint
  readonly to: bigint
}

/** Of a rule in a range of days: its runs, what they see together, and how many see a moment of it on average. */
function runsOf(rule: AlertingRule, range: DayRange): { runs: number; window?: Window; overlap: number } {
  const runs = [...runsByDay(rule, range)].flatMap(day => day.runs)
  const [first, last] = [runs[0], runs.at(-1)]
  if (!first || !last) return { runs: 0, overlap: 0 }
  const window = { from: first.window.from, to: last.window.to }
  const seen = runs.reduce((sum, run) => sum + Number(run.window.to - run.window.from), 0)
  return { runs: runs.length, window, overlap: seen / Number(window.to - window.from) }
}

interface Measure {
  readonly unit: 'bytes' | 'rows'
  readonly pace?: Pace
  query(tables: readonly string[], window: Window): string
}

/** What an engine is asked about the tables of a rule. */
const measures: { readonly [Kind in EngineAddress['kind']]: Measure } = {
  /** Usage has the megabytes of each table, hour by hour: https://learn.microsoft.com/azure/azure-monitor/reference/tables/usage. */
  workspace: {
    unit: 'bytes',
    pace: logAnalyticsPace,
    query: (tables, { from, to }) =>
      `Usage | where ${withinPeriod(from, to)} and DataType in (${tables.map(name => JSON.stringify(name)).join(', ')}) | summarize bytes = sum(Quantity) * 1000000`,
  },
  kusto: {
    unit: 'rows',
    query: (tables, { from, to }) =>
      `union isfuzzy=true ${tables.map(name => `(${name} | where ${withinPeriod(from, to)})`).join(', ')} | count`,
  },
}
