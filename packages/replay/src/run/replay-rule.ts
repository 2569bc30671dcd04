import { type BudgetName, budgets, type Meter } from '@tripline/budgets'
import { type Diagnosed, type Diagnostic, isError, type Span } from '@tripline/diagnostics'
import type { Engine } from '@tripline/kql/engine'
import type { AlertingRule, Schedule } from '@tripline/rules'
import type { Alert } from '../alert/alert.ts'
import { type Incident, incidentsOf } from '../alert/incident.ts'
import { replayReport } from '../replay-report.ts'
import { reportSize } from '../report/report-size.ts'
import { type RunnableQuery, runRule } from './run-rule.ts'
import { type Tick, ticksOf } from './scheduled-run.ts'
import { suppressed } from './suppression.ts'

/** What became of one scheduled run. */
export type RunTrace =
  | { readonly kind: 'ran'; readonly tick: Tick; readonly rows: number; readonly alerts: number }
  | { readonly kind: 'suppressed'; readonly tick: Tick }

/** Everything a rule did over a schedule. */
export interface Replay {
  readonly runs: readonly RunTrace[]
  /** In the order they were raised. */
  readonly alerts: readonly Alert[]
  readonly incidents: readonly Incident[]
}

/** What a replay may cost. */
export interface ReplayAllowance {
  readonly spending: Meter
  /** Milliseconds of any origin. */
  readonly stopwatch: () => number
  /** Where it is said what is exceeded. */
  readonly span: Span
}

/** Runs a rule at every tick of a schedule over one loaded engine. The first run that fails, or exceeds a budget, ends the replay. */
export async function replayRule(
  rule: AlertingRule,
  query: RunnableQuery,
  schedule: Schedule,
  engine: Engine,
  { spending, stopwatch, span }: ReplayAllowance,
): Promise<Diagnosed<Replay>> {
  const deadline = stopwatch() + budgets['case-time'].limit * query.timeout
  const tooLarge = (budget: BudgetName) => ({ diagnostics: [replayReport['case-too-large'](span, budget)] })
  const runs: RunTrace[] = []
  const alerts: Alert[] = []
  const diagnostics = new Map<string, Diagnostic>()
  let firedAt: bigint | undefined
  for (const tick of ticksOf(rule, schedule)) {
    if (suppressed(rule, tick.at, firedAt)) {
      runs.push({ kind: 'suppressed', tick })
      continue
    }
    if (stopwatch() > deadline) return tooLarge('case-time')
    const run = await runRule(rule, query, tick, engine)
    // A warning about the query is the same at every tick.
    for (const diagnostic of run.diagnostics) diagnostics.set(`${diagnostic.id} ${diagnostic.message}`, diagnostic)
    if (!run.value) return { diagnostics: [...diagnostics.values()].filter(isError) }
    const { rows, alerts: raised } = run.value
    const exceeded = spending.spend('case-alerts', raised.length) ?? spending.spend('case-report', reportSize(raised))
    if (exceeded) return tooLarge(exceeded)
    runs.push({ kind: 'ran', tick, rows: rows.rows.length, alerts: raised.length })
    alerts.push(...raised)
    if (raised.length > 0) firedAt = tick.at
  }
  return { value: { runs, alerts, incidents: incidentsOf(rule, alerts) }, diagnostics: [...diagnostics.values()] }
}
