import { budgets, meter } from '@tripline/budgets'
import { type Diagnosed, isError, startOf } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { openDatabase, openEngine } from '@tripline/kql/engine'
import { type Alert, countRuns, loadSuite, overReplay, replayReport, replayRule, stepOf } from '@tripline/replay'
import { type AlertingRule, environmentFor, isAlerting, type Rule, type Schedule } from '@tripline/rules'
import { timeColumn } from '@tripline/schemas'
import { loadDataset } from '../query/load-dataset.ts'
import { type AlertSource, pathIn, type Version } from './diff-alerts.ts'

/** The cases of test files. Both versions of a rule see the logs that the case has now. */
export async function casesAsSources(
  files: readonly FilePath[],
  root: string,
): Promise<Diagnosed<readonly AlertSource[]>> {
  const suites = await Promise.all(files.map(file => loadSuite(file, root)))
  const value = suites.flatMap(({ value: suite }) =>
    (suite?.tests.cases ?? []).map(
      (testCase): AlertSource => ({
        name: testCase.name.value,
        rule: pathIn(root, suite!.rulePath),
        alerts: (rule, { environment }) =>
          overReplay(testCase, rule, environment, ({ replay }) => ({ value: replay.alerts, diagnostics: [] })),
      }),
    ),
  )
  return { value, diagnostics: suites.flatMap(({ diagnostics }) => diagnostics) }
}

/** Recorded logs, over which rules run on their schedule from the first row to the last. */
export const logsAsSource = (folder: FilePath, rule: string): AlertSource => ({
  name: folder.path,
  rule,
  alerts: async (version, { context, environment }) =>
    isAlerting(version)
      ? alertsOver(folder, version, environmentFor(version, context.world), environmentFor(version, environment))
      : { value: [], diagnostics: [] },
})

async function alertsOver(
  folder: FilePath,
  rule: AlertingRule,
  world: Version['context']['world'],
  { catalogue, timeout, stopwatch }: Version['environment'],
): Promise<Diagnosed<readonly Alert[]>> {
  using database = await openDatabase()
  const kql = rule.query.value
  const delay = rule.tripline.ingestionDelay?.value.ticks
  const data = await loadDataset(kql, folder, world, database, delay)
  if (!data.value || data.diagnostics.some(isError)) return { diagnostics: data.diagnostics }
  await using engine = await openEngine(catalogue, data.value.dataset, { database })
  const times: bigint[] = []
  for (const { table } of data.value.logs) {
    const time = timeColumn(table)
    if (!time) continue
    const bounds = `['${table.name}'] | summarize min(${time}), max(${time})`
    const answer = await engine.run({ kql: bounds, timeout })
    if (answer.ok) times.push(...(answer.rows.rows[0] ?? []).filter(time => typeof time === 'bigint'))
  }
  if (times.length === 0) return { value: [], diagnostics: [] }
  const schedule = scheduleOver(rule, times)
  const span = startOf({ path: folder.path, text: '' })
  if (countRuns(rule, schedule) > budgets['case-runs'].limit) {
    return { diagnostics: [replayReport['case-too-large'](span, 'case-runs')] }
  }
  const allowance = { spending: meter(), stopwatch, span }
  const replay = await replayRule(rule, { kql, timeout }, schedule, engine, allowance)
  return { ...(replay.value && { value: replay.value.alerts }), diagnostics: replay.diagnostics }
}

/** Runs at multiples of the frequency, from the first row until the last one is in a window. */
function scheduleOver(rule: Rule & AlertingRule, times: readonly bigint[]): Schedule {
  const step = stepOf(rule)
  const after = (time: bigint) => ({ value: (time / step + 1n) * step, span: rule.span })
  const sorted = times.toSorted((a, b) => Number(a - b))
  return { kind: 'replay', from: after(sorted[0]!), to: after(sorted.at(-1)!) }
}
