import { meter } from '@tripline/budgets'
import { type Diagnosed, isError } from '@tripline/diagnostics'
import type { Dataset, Engine, RowCount } from '@tripline/kql/engine'
import type { AlertingRule, Rule, TestCase } from '@tripline/rules'
import { replayReport } from '../replay-report.ts'
import { type Replay, type RunTrace, replayRule } from '../run/replay-rule.ts'
import type { TimedQuery } from '../run/run-rule.ts'
import { instantText } from '../run/scheduled-run.ts'
import { triggered } from '../run/trigger.ts'
import { loadCaseData } from '../suite/case-data.ts'
import { ingestionDelayOf, scheduleSpan, tablesNamed } from '../suite/replay-case.ts'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import { explainRun } from './explain-run.ts'
import type { Cause, Explanation } from './explanation.ts'

/** Why a case raised no alerts, or too few. */
export async function explainCase(
  testCase: TestCase,
  rule: Rule,
  environment: ReplayEnvironment,
): Promise<Diagnosed<Explanation>> {
  if (rule.kind !== 'Scheduled' && rule.kind !== 'NRT') {
    return { diagnostics: [replayReport['case-rule-kind'](testCase.name.span, rule.kind)] }
  }
  const data = await loadCaseData(testCase, ingestionDelayOf(testCase, rule), environment)
  if (!data.value || data.diagnostics.some(isError)) return { diagnostics: data.diagnostics }
  const query = { kql: rule.query.value, timeout: environment.timeout }
  const dataset = await withReadTables(query.kql, data.value, environment)
  await using engine = await environment.openEngine(environment.catalogue, dataset)
  const allowance = { spending: meter(), stopwatch: environment.stopwatch, span: scheduleSpan(testCase) }
  const replay = await replayRule(rule, query, testCase.schedule, engine, allowance)
  const diagnostics = [...data.diagnostics, ...replay.diagnostics]
  if (!replay.value) return { diagnostics }
  const explained = await explainReplay(rule, query, replay.value, dataset, engine)
  return { value: { rule: rule.file.path, case: testCase.name.value, ...explained }, diagnostics }
}

/** The dataset with an empty table for each that a query reads and no file has, so that it is seen to be empty. */
async function withReadTables(
  kql: string,
  dataset: Dataset,
  { catalogue }: Pick<ReplayEnvironment, 'catalogue'>,
): Promise<Dataset> {
  const tables = await tablesNamed(kql, catalogue, dataset)
  const known = new Set([...dataset.tables, ...(dataset.logs ?? [])].map(({ table }) => table.name))
  const missing = tables.flatMap(name => {
    const table = known.has(name) ? undefined : catalogue.get(name)
    return table ? [{ table, rows: [] }] : []
  })
  return { ...dataset, tables: [...dataset.tables, ...missing] }
}

/** The run that is most worth explaining, explained. */
async function explainReplay(
  rule: AlertingRule,
  query: TimedQuery,
  { runs, alerts }: Replay,
  dataset: Dataset,
  engine: Engine,
): Promise<Omit<Explanation, 'rule' | 'case'>> {
  const suppressed = await suppressedRun(rule, query, runs, engine)
  const run =
    suppressed?.run ??
    runs.find(each => each.kind === 'ran' && each.alerts > 0) ??
    (await fullest(runs, dataset, engine))
  const { at } = run.scheduled
  const explained = await explainRun(rule, query, run.scheduled, engine)
  return {
    at,
    alerts: alerts.length,
    ...explained,
    causes: [...(suppressed ? [suppressed.cause] : []), ...explained.causes],
  }
}

/** The first suppressed run that would have raised alerts. */
async function suppressedRun(
  rule: AlertingRule,
  { kql, timeout }: TimedQuery,
  runs: readonly RunTrace[],
  engine: Engine,
): Promise<{ readonly run: RunTrace; readonly cause: Cause } | undefined> {
  let fired: bigint | undefined
  for (const run of runs) {
    const { at, window } = run.scheduled
    if (run.kind === 'ran') {
      if (run.alerts > 0) fired = at
      continue
    }
    const answer = await engine.run({ kql, now: at, window, timeout })
    if (!answer.ok || !triggered(rule, answer.rows.rows.length) || !rule.suppression || fired === undefined) continue
    const { duration } = rule.suppression
    const text = `the run of ${instantText(at)} would have raised alerts; the alert of ${instantText(fired)} suppresses it`
    return { run, cause: { kind: 'suppression', span: duration.span, text } }
  }
  return undefined
}

/** The run that sees most rows, or has most in its window. */
async function fullest(runs: readonly RunTrace[], { tables, logs = [] }: Dataset, engine: Engine): Promise<RunTrace> {
  const names = [...tables, ...logs].map(({ table }) => table.name)
  const scored = []
  for (const run of runs.slice(0, mostLooks)) {
    const counts: RowCount[] = []
    for (const name of names) counts.push(await engine.countRows(name, run.scheduled.window))
    const sum = (part: 'visible' | 'inWindow') => counts.reduce((total, count) => total + count[part], 0)
    scored.push({ run, visible: sum('visible'), inWindow: sum('inWindow') })
  }
  return scored.reduce((best, each) =>
    each.visible > best.visible || (each.visible === best.visible && each.inWindow > best.inWindow) ? each : best,
  ).run
}

/** How many runs of a schedule are compared. */
const mostLooks = 100
