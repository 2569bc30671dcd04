import { type BudgetName, budgets, meter } from '@tripline/budgets'
import { isError, type Span } from '@tripline/diagnostics'
import type { Dataset, Engine } from '@tripline/kql/engine'
import {
  type AlertingRule,
  type Expectation,
  environmentFor,
  isAlerting,
  type Rule,
  type TestCase,
} from '@tripline/rules'
import type { Catalogue } from '@tripline/schemas'
import { alertDiff } from '../compare/alert-diff.ts'
import { compare, comparisons } from '../compare/compare.ts'
import { compareDuplicates } from '../compare/compare-duplicates.ts'
import { compareMissed } from '../compare/compare-missed.ts'
import { compareReach } from '../compare/compare-reach.ts'
import type { Difference } from '../compare/difference.ts'
import { explainReplay } from '../explain/explain-replay.ts'
import { explanationLines } from '../explain/explanation-lines.ts'
import { replayReport } from '../replay-report.ts'
import type { CaseReport } from '../report/test-report.ts'
import { describeReplay } from '../run/describe-replay.ts'
import { explainSilence } from '../run/explain-silence.ts'
import { type Replay, type RunTrace, replayRule } from '../run/replay-rule.ts'
import type { TimedQuery } from '../run/run-rule.ts'
import { countRuns } from '../run/scheduled-run.ts'
import { loadCaseData } from './case-data.ts'
import { type CaseResult, nothing, notRun } from './case-result.ts'
import { ingestionDelayOf, scheduleSpan } from './case-schedule.ts'
import type { ReplayEnvironment } from './replay-environment.ts'

/** Replays a case and compares the outcome with its expectation. */
export async function replayCase(testCase: TestCase, rule: Rule, environment: ReplayEnvironment): Promise<CaseReport> {
  const { name } = testCase
  const started = environment.stopwatch()
  const result = await runCase(testCase, rule, environment)
  const ms = Math.round(environment.stopwatch() - started)
  return { rule: rule.file.path, case: name.value, span: name.span, kept: false, ms, ...result }
}

const tooLarge = (span: Span, budget: BudgetName): CaseResult => notRun([replayReport['case-too-large'](span, budget)])

async function runCase(testCase: TestCase, rule: Rule, given: ReplayEnvironment): Promise<CaseResult> {
  const environment = environmentFor(rule, given)
  const schedule = scheduleSpan(testCase)
  if (!isAlerting(rule)) {
    return notRun([replayReport['case-rule-kind'](testCase.name.span, rule.kind)])
  }
  if (rule.kind === 'CustomDetection' && testCase.expect.incidents) {
    return notRun([replayReport['case-incidents'](testCase.expect.incidents.span)])
  }
  if (countRuns(rule, testCase.schedule) > budgets['case-runs'].limit) return tooLarge(schedule, 'case-runs')
  const data = await loadCaseData(testCase, ingestionDelayOf(testCase, rule), environment)
  if (!data.value || data.diagnostics.some(isError)) return notRun(data.diagnostics)
  await using engine = await environment.openEngine(environment.catalogue, data.value)
  const query = { kql: rule.query.value, timeout: environment.timeout }
  const allowance = { spending: meter(), stopwatch: environment.stopwatch, span: schedule }
  const replay = await replayRule(rule, query, testCase.schedule, engine, allowance)
  const diagnostics = [...data.diagnostics, ...replay.diagnostics]
  if (!replay.value) return notRun(diagnostics)
  const { alerts, incidents, runs } = replay.value
  if (comparisons(testCase.expect, alerts) > budgets['case-comparisons'].limit) {
    return tooLarge(testCase.expect.span, 'case-comparisons')
  }
  const replayed = {
    rule,
    query,
    expect: testCase.expect,
    replay: replay.value,
    dataset: data.value,
    engine,
    tablesRead: () => tablesRead(query.kql, environment.catalogue, data.value!),
  }
  const reach = await compareReach(replayed)
  if (!reach.value) return notRun([...diagnostics, ...reach.diagnostics])
  const duplicates = await compareDuplicates(replayed)
  if (!duplicates.value) return notRun([...diagnostics, ...duplicates.diagnostics])
  const missed = await compareMissed(replayed)
  const { describes } = environment
  const activity = describes ? { activity: await describeReplay(rule, replay.value, data.value, engine) } : {}
  const differences = [...compare(testCase.expect, replay.value), ...reach.value, ...missed, ...duplicates.value]
  if (differences.length === 0) return { ...nothing, status: 'passed', alerts, incidents, diagnostics, ...activity }
  const diff = alertDiff(testCase.expect, alerts)
  const inQuestion = runsInQuestion(runs, testCase.expect, differences)
  const silence = [
    ...(await explainSilence(rule, inQuestion, data.value, engine)),
    ...(await explainFailure(rule, query, replay.value, inQuestion, data.value, engine)),
  ]
  return { status: 'failed', alerts, incidents, differences, diff, silence, diagnostics, ...activity }
}

/** What became of the rows of the run that is most worth explaining, and why it raised nothing, a line each. */
async function explainFailure(
  rule: AlertingRule,
  query: TimedQuery,
  replay: Replay,
  runs: readonly RunTrace[],
  dataset: Dataset,
  engine: Engine,
): Promise<readonly string[]> {
  if (runs.every(run => run.kind === 'ran' && run.alerts > 0)) return []
  return explanationLines(await explainReplay(rule, query, replay, runs, dataset, engine))
}

/** The runs that should have raised a missing alert: those at its time, or all if it has none. */
function runsInQuestion(
  runs: readonly RunTrace[],
  { alerts }: Expectation,
  differences: readonly Difference[],
): readonly RunTrace[] {
  if (!alerts) return runs
  const missing = alerts.filter(({ span }) => differences.some(found => found.span === span && found.actual === null))
  const times = new Set(missing.map(({ at }) => at?.value))
  return times.has(undefined) ? runs : runs.filter(({ scheduled }) => times.has(scheduled.at))
}

/** The tables that a query names, whether or not they have rows. */
export async function tablesRead(kql: string, catalogue: Catalogue, dataset: Dataset): Promise<readonly string[]> {
  const { functions = [], watchlists = [], externalData = [] } = dataset
  const { queryAnalyses } = await import('@tripline/rules/analyses')
  return queryAnalyses({ catalogue, functions, watchlists, externalData }).of(kql).tables
}
