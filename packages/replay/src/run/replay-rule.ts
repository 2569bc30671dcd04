import { type BudgetName, budgets, type Meter } from '@tripline/budgets'
import { type Diagnosed, type Diagnostic, isError, type Span } from '@tripline/diagnostics'
import type { Engine } from '@tripline/kql/engine'
import type { AlertingRule, Schedule } from '@tripline/rules'
import type { Alert } from '../alert/alert.ts'
import { type DetectionAlert, joinAlerts } from '../alert/detection-alerts.ts'
import { type Incident, incidentsOf } from '../alert/incident.ts'
import { replayReport } from '../replay-report.ts'
import { reportSize } from '../report/alert-json.ts'
import { runRule, type TimedQuery } from './run-rule.ts'
import { type ScheduledRun, scheduledRuns, suppressed } from './scheduled-run.ts'

/** The outcome of one scheduled run. */
export type RunTrace =
  | {
      readonly kind: 'ran'
      readonly scheduled: ScheduledRun
      /** The tables whose rows the query reads. */
      readonly tables: readonly string[]
      /** Rows that the query returned. */
      readonly rows: number
      readonly alerts: number
    }
  | { readonly kind: 'suppressed'; readonly scheduled: ScheduledRun }

/** Everything a rule did over a schedule. */
export interface Replay {
  readonly runs: readonly RunTrace[]
  /** In the order they were raised. */
  readonly alerts: readonly Alert[]
  readonly incidents: readonly Incident[]
}

/** A replay, or the run whose query failed. */
export interface ReplayOutcome extends Diagnosed<Replay> {
  readonly failed?: ScheduledRun
}

/** What a replay may cost. */
export interface ReplayAllowance {
  readonly spending: Meter
  /** Milliseconds of any origin. */
  readonly stopwatch: () => number
  /** The span that exceeded budgets are reported at. */
  readonly span: Span
}

/** Runs a rule at every time of a schedule over one loaded engine. The first run that fails or exceeds a budget ends the replay. */
export async function replayRule(
  rule: AlertingRule,
  query: TimedQuery,
  schedule: Schedule,
  engine: Engine,
  { spending, stopwatch, span }: ReplayAllowance,
): Promise<ReplayOutcome> {
  const deadline = stopwatch() + budgets['case-time'].limit * query.timeout
  const tooLarge = (budget: BudgetName) => ({ diagnostics: [replayReport['case-too-large'](span, budget)] })
  const runs: RunTrace[] = []
  let alerts: readonly Alert[] = []
  let joinable: readonly DetectionAlert[] = []
  const diagnostics = new Map<string, Diagnostic>()
  let firedAt: bigint | undefined
  for (const scheduled of scheduledRuns(rule, schedule)) {
    if (suppressed(rule, scheduled.at, firedAt)) {
      runs.push({ kind: 'suppressed', scheduled })
      continue
    }
    if (stopwatch() > deadline) return tooLarge('case-time')
    const run = await runRule(rule, query, scheduled, engine)
    // A warning about the query is the same in every run.
    for (const diagnostic of run.diagnostics) diagnostics.set(`${diagnostic.id} ${diagnostic.message}`, diagnostic)
    if (!run.value) return { diagnostics: [...diagnostics.values()].filter(isError), failed: scheduled }
    const { rows, tables } = run.value
    const joined = joinAlerts(run.value.joinable, joinable)
    joinable = joined.alerts
    const raised = rule.kind === 'CustomDetection' ? joined.added : run.value.alerts
    const exceeded = spending.spend('case-alerts', raised.length) ?? spending.spend('case-report', reportSize(raised))
    if (exceeded) return tooLarge(exceeded)
    runs.push({ kind: 'ran', scheduled, tables, rows: rows.rows.length, alerts: raised.length })
    alerts = rule.kind === 'CustomDetection' ? joinable : [...alerts, ...raised]
    if (raised.length > 0) firedAt = scheduled.at
  }
  return { value: { runs, alerts, incidents: incidentsOf(rule, alerts) }, diagnostics: [...diagnostics.values()] }
}
