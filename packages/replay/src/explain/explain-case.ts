import { budgets, meter } from '@tripline/budgets'
import { type Diagnosed, isError } from '@tripline/diagnostics'
import type { Rule, TestCase } from '@tripline/rules'
import { replayReport } from '../replay-report.ts'
import { replayRule } from '../run/replay-rule.ts'
import { countRuns, instantText } from '../run/scheduled-run.ts'
import { loadCaseData } from '../suite/case-data.ts'
import { ingestionDelayOf, scheduleSpan } from '../suite/case-schedule.ts'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import { explainReplay } from './explain-replay.ts'
import type { Explanation } from './explanation.ts'

/** What becomes of the rows in a run of a case, and why it raises nothing: in the run at `at` (ticks), or in the most informative one. */
export async function explainCase(
  testCase: TestCase,
  rule: Rule,
  environment: ReplayEnvironment,
  at?: bigint,
): Promise<Diagnosed<Explanation>> {
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
  const replay = await replayRule(rule, query, schedule, engine, allowance)
  const diagnostics = [...data.diagnostics, ...replay.diagnostics]
  if (!replay.value) return { diagnostics }
  const runs = replay.value.runs.filter(({ scheduled }) => at === undefined || scheduled.at === at)
  if (runs.length === 0) {
    return { diagnostics: [...diagnostics, replayReport['case-run-unknown'](span, instantText(at!))] }
  }
  const explained = await explainReplay(rule, query, replay.value, runs, data.value, engine)
  return { value: { ...explained, case: name.value }, diagnostics }
}
