import { budgets, meter } from '@tripline/budgets'
import { type Diagnosed, isError } from '@tripline/diagnostics'
import type { Dataset, Engine } from '@tripline/kql/engine'
import { type AlertingRule, environmentFor, isAlerting, type Rule, type TestCase } from '@tripline/rules'
import { replayReport } from '../replay-report.ts'
import { type Replay, replayRule } from '../run/replay-rule.ts'
import type { TimedQuery } from '../run/run-rule.ts'
import { countRuns, type ScheduledRun } from '../run/scheduled-run.ts'
import { loadCaseData } from './case-data.ts'
import { ingestionDelayOf, scheduleSpan } from './case-schedule.ts'
import type { ReplayEnvironment } from './replay-environment.ts'

/** A case that was replayed, and the engine that still has its data. */
export interface OpenReplay {
  readonly rule: AlertingRule
  readonly query: TimedQuery
  readonly replay: Replay
  readonly dataset: Dataset
  readonly engine: Engine
}

/** A case whose replay ended because the query failed in a run. */
export interface FailedReplay extends Omit<OpenReplay, 'replay'> {
  readonly failed: ScheduledRun
}

/**
 * Replays a case, whatever it expects, and gives what it came to to `use`. `salvage`: what can be said of a replay in which the
 * query failed, besides why.
 */
export async function overReplay<T>(
  testCase: TestCase,
  rule: Rule,
  given: ReplayEnvironment,
  use: (open: OpenReplay) => Diagnosed<T> | Promise<Diagnosed<T>>,
  salvage?: (open: FailedReplay) => Promise<T | undefined>,
): Promise<Diagnosed<T>> {
  const { name, schedule } = testCase
  const environment = environmentFor(rule, given)
  if (!isAlerting(rule)) {
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
  const { value: replay, failed, diagnostics: found } = await replayRule(rule, query, schedule, engine, allowance)
  const diagnostics = [...data.diagnostics, ...found]
  const open = { rule, query, dataset: data.value, engine }
  if (!replay) {
    const value = failed && (await salvage?.({ ...open, failed }))
    return value === undefined ? { diagnostics } : { value, diagnostics }
  }
  const used = await use({ ...open, replay })
  return { ...used, diagnostics: [...diagnostics, ...used.diagnostics] }
}
