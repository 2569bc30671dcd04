import type { Diagnosed } from '@tripline/diagnostics'
import type { Dataset } from '@tripline/kql/engine'
import type { Rule, TestCase } from '@tripline/rules'
import { timeColumn } from '@tripline/schemas'
import { replayReport } from '../replay-report.ts'
import type { Replay } from '../run/replay-rule.ts'
import { instantText } from '../run/scheduled-run.ts'
import { scheduleSpan } from '../suite/case-schedule.ts'
import { type OpenReplay, overReplay } from '../suite/over-replay.ts'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import { alertOrigins } from './alert-origins.ts'
import { explainReplay } from './explain-replay.ts'
import type { Explanation } from './explanation.ts'

/** The rows of a table in a case. */
export interface TableEvents {
  readonly table: string
  readonly rows: number
  /** The times of its rows (ticks), in no order; none of a large log. */
  readonly times: readonly bigint[]
}

/** All runs of a case over its events, and what became of the rows in one of them. */
export interface CaseTrace {
  readonly events: readonly TableEvents[]
  readonly replay: Replay
  readonly explanation: Explanation
}

/** Replays a case and explains one of its runs: the one at `at` (ticks), or the one that tells most. */
export const traceCase = (
  testCase: TestCase,
  rule: Rule,
  environment: ReplayEnvironment,
  at?: bigint,
): Promise<Diagnosed<CaseTrace>> => overReplay(testCase, rule, environment, open => traceReplay(testCase, open, at))

/** Explains one of the runs of a case that was replayed. */
export async function traceReplay(
  testCase: TestCase,
  { rule, query, replay, dataset, engine }: OpenReplay,
  at?: bigint,
): Promise<Diagnosed<CaseTrace>> {
  const runs = replay.runs.filter(({ scheduled }) => at === undefined || scheduled.at === at)
  if (runs.length === 0) {
    return { diagnostics: [replayReport['case-run-unknown'](scheduleSpan(testCase), instantText(at!))] }
  }
  const explained = await explainReplay(rule, query, replay, runs, dataset, engine)
  const run = replay.runs.find(({ scheduled }) => scheduled.at === explained.at)!
  const hasFired = run.kind === 'ran' && run.alerts > 0
  const origins = hasFired ? await alertOrigins(rule, query, run.scheduled, dataset, engine) : {}
  const explanation = { ...explained, ...origins, case: testCase.name.value }
  return { value: { events: eventsOf(dataset), replay, explanation }, diagnostics: [] }
}

function eventsOf({ tables, logs = [] }: Dataset): readonly TableEvents[] {
  const typed = tables.map(({ table, rows }) => {
    const own = timeColumn(table)
    const time = table.columns.findIndex(({ name }) => name === own)
    const times = rows.flatMap(row => (typeof row[time] === 'bigint' ? [row[time]] : []))
    return { table: table.name, rows: rows.length, times }
  })
  const stored = logs.map(({ table, parts }) => ({
    table: table.name,
    rows: parts.reduce((sum, part) => sum + ('log' in part ? part.log.rowCount : part.rows.length), 0),
    times: [],
  }))
  return [...typed, ...stored]
}
