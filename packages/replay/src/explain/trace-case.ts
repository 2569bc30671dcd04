import { budgets, meter } from '@tripline/budgets'
import { type Diagnosed, isError } from '@tripline/diagnostics'
import type { Dataset } from '@tripline/kql/engine'
import type { Rule, TestCase } from '@tripline/rules'
import { replayReport } from '../replay-report.ts'
import { type Replay, replayRule } from '../run/replay-rule.ts'
import { countRuns, instantText } from '../run/scheduled-run.ts'
import { loadCaseData } from '../suite/case-data.ts'
import { ingestionDelayOf, scheduleSpan } from '../suite/case-schedule.ts'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import { explainReplay } from './explain-replay.ts'
import type { Explanation } from './explanation.ts'

/** The rows of a table in a case. */
export interface TableEvents {
  readonly table: string
  readonly rows: number
  /** TimeGenerated of its rows (ticks), in no order; none of a large log. */
  readonly times: readonly bigint[]
}

/** All runs of a case over its events, and what became of the rows in one of them. */
export interface CaseTrace {
  readonly events: readonly TableEvents[]
  readonly replay: Replay
  readonly explanation: Explanation
}

/** Replays a case and explains one of its runs: the one at `at` (ticks), or the one that tells most. */
export async function traceCase(
  testCase: TestCase,
  rule: Rule,
  environment: ReplayEnvironment,
  at?: bigint,
): Promise<Diagnosed<CaseTrace>> {
  const { name, schedule } = testCase
  if (rule.kind !== 'Scheduled' && rule.kind !== 'NRT') {
    return { diagnostics: [replayReport['case-rule-kind'](name.span, rule.kind)] }
  }
  const span = scheduleSpan(testCase)
  if (countRuns(rule, schedule) > budgets['case-runs'].limit) {
    return { diagnostics: [replayReport['case-too-large'](span, 'case-runs')] }
  }
  const data = await loadCaseData(testCase, ingestionDelayOf(testCase, rule), environment)
  if (!data.value || data.diagnostics.some(isError)) return { diagnostics: data.diagnostics }
  const query = { kql: rule.query.value, timeout: environment.timeout }
  await using engine = await environment.openEngine(environment.catalogue, data.value)
  const allowance = { spending: meter(), stopwatch: environment.stopwatch, span }
  const { value: replay, diagnostics: found } = await replayRule(rule, query, schedule, engine, allowance)
  const diagnostics = [...data.diagnostics, ...found]
  if (!replay) return { diagnostics }
  const runs = replay.runs.filter(({ scheduled }) => at === undefined || scheduled.at === at)
  if (runs.length === 0) {
    return { diagnostics: [...diagnostics, replayReport['case-run-unknown'](span, instantText(at!))] }
  }
  const explained = await explainReplay(rule, query, replay, runs, data.value, engine)
  return {
    value: { events: eventsOf(data.value), replay, explanation: { ...explained, case: name.value } },
    diagnostics,
  }
}

function eventsOf({ tables, logs = [] }: Dataset): readonly TableEvents[] {
  const typed = tables.map(({ table, rows }) => {
    const time = table.columns.findIndex(({ name }) => name === 'TimeGenerated')
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
