import type { Diagnosed } from '@tripline/diagnostics'
import { type Engine, type QueryDiagnostic, queryFinding, type Rows, type RunAnswer } from '@tripline/kql/engine'
import { type AlertingRule, spanInQuery } from '@tripline/rules'
import { type Alert, alertsOf } from '../alert/alert.ts'
import { type DetectionAlert, detectionAlerts, mostDetectionAlerts } from '../alert/detection-alerts.ts'
import { replayReport } from '../replay-report.ts'
import { instantText, type ScheduledRun } from './scheduled-run.ts'
import { triggered } from './trigger.ts'

/** One run of a rule that executed. */
export interface RuleRun {
  readonly scheduled: ScheduledRun
  readonly rows: Rows
  /** The tables whose rows the query reads. */
  readonly tables: readonly string[]
  /** Empty if the trigger was not met. */
  readonly alerts: readonly Alert[]
  /** Those that events of other runs may belong to. */
  readonly joinable: readonly DetectionAlert[]
}

/** The query of a run, with a workspace's parameters filled in, and its time limit (milliseconds). */
export interface TimedQuery {
  readonly kql: string
  readonly timeout: number
}

/** Runs a rule once over a loaded engine: the window's rows, the trigger, the alerts. A failed query is an error at its span. */
export async function runRule(
  rule: AlertingRule,
  { kql, timeout }: TimedQuery,
  scheduled: ScheduledRun,
  engine: Engine,
): Promise<Diagnosed<RuleRun>> {
  const answer = await engine.run({ kql, now: scheduled.at, window: scheduled.window, timeout })
  return answeredRun(rule, kql, scheduled, answer)
}

/** What a rule makes of the answer to its query in a run. */
export function answeredRun(
  rule: AlertingRule,
  kql: string,
  scheduled: ScheduledRun,
  answer: RunAnswer,
): Diagnosed<RuleRun> {
  const spanAt = ({ start, end }: QueryDiagnostic) =>
    kql === rule.query.value ? spanInQuery(rule.query, start, end) : rule.query.span
  const diagnostics = answer.diagnostics.map(found => queryFinding(atRun(found, scheduled), spanAt(found)))
  if (!answer.ok) return { diagnostics }
  const { rows, tables } = answer
  if (rule.kind === 'CustomDetection') {
    const alerts = detectionAlerts(rule, scheduled.at, rows)
    if (alerts.length > mostDetectionAlerts) {
      const excess = replayReport['detection-alerts'](rule.query.span, instantText(scheduled.at), alerts.length)
      return { diagnostics: [...diagnostics, excess] }
    }
    return { value: { scheduled, rows, tables, alerts, joinable: alerts }, diagnostics }
  }
  const alerts = triggered(rule, rows.rows.length) ? alertsOf(rule, scheduled.at, rows) : []
  return { value: { scheduled, rows, tables, alerts, joinable: [] }, diagnostics }
}

/** Errors that depend on rows differ between runs. */
const atRun = (found: QueryDiagnostic, { at }: ScheduledRun): QueryDiagnostic =>
  found.kind === 'runtime' ? { ...found, message: `${found.message} (the run of ${instantText(at)})` } : found
