import type { Dataset, Engine, RowCount } from '@tripline/kql/engine'
import type { AlertingRule } from '@tripline/rules'
import type { Replay, RunTrace } from '../run/replay-rule.ts'
import type { TimedQuery } from '../run/run-rule.ts'
import { instantText } from '../run/scheduled-run.ts'
import { triggered } from '../run/trigger.ts'
import { explainRun } from './explain-run.ts'
import type { Cause, Explanation } from './explanation.ts'

/**
 * The run among some of a replay that is most worth explaining: one that an alert suppressed, one that raised alerts, or the one
 * that saw most rows.
 */
export async function explainReplay(
  rule: AlertingRule,
  query: TimedQuery,
  replay: Replay,
  runs: readonly RunTrace[],
  dataset: Dataset,
  engine: Engine,
): Promise<Explanation> {
  const suppressed = await suppressedRun(rule, query, replay, runs, engine)
  const run =
    suppressed?.run ??
    runs.find(each => each.kind === 'ran' && each.alerts > 0) ??
    (await fullest(runs, dataset, engine))
  const { at } = run.scheduled
  const explained = await explainRun(rule, query, run.scheduled, engine)
  return {
    rule: rule.file.path,
    at,
    alerts: replay.alerts.length,
    ...explained,
    causes: [...(suppressed ? [suppressed.cause] : []), ...explained.causes],
  }
}

/** The first suppressed run that would have raised alerts. */
async function suppressedRun(
  rule: AlertingRule,
  { kql, timeout }: TimedQuery,
  replay: Replay,
  among: readonly RunTrace[],
  engine: Engine,
): Promise<{ readonly run: RunTrace; readonly cause: Cause } | undefined> {
  let fired: bigint | undefined
  let looks = 0
  for (const run of replay.runs) {
    const { at, window } = run.scheduled
    if (run.kind === 'ran') {
      if (run.alerts > 0) fired = at
      continue
    }
    if (!among.includes(run) || looks++ >= mostSuppressed) continue
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
  if (runs.length === 1) return runs[0]!
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

/** How many runs of a schedule are compared, and how many suppressed ones are run after all. */
const mostLooks = 100
const mostSuppressed = 20
