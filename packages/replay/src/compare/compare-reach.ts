import { type Diagnosed, nearest, positionAt } from '@tripline/diagnostics'
import type { Dataset, Engine, QueryStage } from '@tripline/kql/engine'
import { type AlertingRule, type Expectation, spanInQuery } from '@tripline/rules'
import { stageName } from '../explain/explanation.ts'
import { replayReport } from '../replay-report.ts'
import type { Replay, RunTrace } from '../run/replay-rule.ts'
import type { TimedQuery } from '../run/run-rule.ts'
import { instantText } from '../run/scheduled-run.ts'
import { reachOf, type TableReach } from '../run/table-reach.ts'
import type { Difference } from './difference.ts'

/** A replayed case, and the engine that still has its data. */
export interface ReplayedCase {
  readonly rule: AlertingRule
  readonly query: TimedQuery
  readonly expect: Expectation
  readonly replay: Replay
  readonly dataset: Dataset
  readonly engine: Engine
  /** The tables that the query names, whether or not the case has rows of them. */
  readonly tablesRead: () => Promise<readonly string[]>
}

/**
 * Whether rows got as far as the case expects. Silence over rows that no run could have seen proves nothing, so it is a difference
 * unless the case expects just that.
 */
export async function compareReach(replayed: ReplayedCase): Promise<Diagnosed<readonly Difference[]>> {
  const { reaches } = replayed.expect
  if (reaches && reaches.value !== 'nothing') return compareOperator(replayed, reaches.value)
  const { runs, alerts } = replayed.replay
  const isSilent = alerts.length === 0 && runs.some(({ kind }) => kind === 'ran')
  if (!reaches && !isSilent) return none
  const tables = new Set(runs.flatMap(run => (run.kind === 'ran' ? run.tables : [])))
  const seen = await reachOf(tables, runs, replayed.dataset, replayed.engine)
  return reaches ? compareNothing(replayed, seen) : provesSomething(replayed, seen)
}

const none = { value: [], diagnostics: [] }
const one = (difference: Difference) => ({ value: [difference], diagnostics: [] })

function compareNothing({ expect }: ReplayedCase, seen: readonly TableReach[]): Diagnosed<readonly Difference[]> {
  const reached = seen.filter(({ visible }) => visible).map(({ table }) => table)
  if (reached.length === 0) return none
  const message = `rows of ${listed(reached, 'and')} reach the query; expected none to`
  return one({ path: 'reaches', expected: 'nothing', actual: reached, span: expect.reaches!.span, message })
}

async function provesSomething(
  { expect, replay, tablesRead }: ReplayedCase,
  seen: readonly TableReach[],
): Promise<Diagnosed<readonly Difference[]>> {
  if (seen.some(({ inWindow }) => inWindow)) return none
  const recorded = seen.filter(({ rows }) => rows > 0)
  const named = recorded.length > 0 ? [] : await tablesRead()
  // Nothing limits what such a query sees.
  if (recorded.length === 0 && named.length === 0) return none
  const counts = recorded.map(({ table, rows }) => `0 of ${rows} ${table} rows`)
  const what =
    recorded.length > 0
      ? `${listed(counts, 'and')} lie in ${windowText(replay.runs)}`
      : `the case has no rows of ${listed(named, 'or')}`
  const message = `proves nothing: ${what}; if that is the point, expect reaches: nothing`
  return one({ path: 'reaches', expected: null, actual: 'nothing', span: expect.span, message })
}

const listed = (items: readonly string[], word: 'and' | 'or'): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`

function windowText(runs: readonly RunTrace[]): string {
  const windows = runs.flatMap(run => (run.kind === 'ran' ? [run.scheduled] : []))
  const [first, last] = [windows[0]!, windows.at(-1)!]
  const span = `${instantText(first.window.from)} to ${instantText(last.window.to)}`
  return first === last
    ? `the window of ${instantText(first.at)} (${span})`
    : `the window of any of the ${windows.length} runs (${span})`
}

const nothingSought = () => true

async function compareOperator(
  { rule, query, expect, replay, engine }: ReplayedCase,
  wanted: string,
): Promise<Diagnosed<readonly Difference[]>> {
  const { span } = expect.reaches!
  let furthest: QueryStage | undefined
  for (const run of replay.runs) {
    if (run.kind !== 'ran') continue
    const { at, window } = run.scheduled
    const request = { kql: query.kql, now: at, window, timeout: query.timeout }
    const stages = (await engine.explain(request, nothingSought))?.stages
    if (!stages) return { diagnostics: [replayReport['case-reach'](span)] }
    // Where a query has several of a name, the one that rows reach last.
    const target = stages.findLast(stage => stageName(stage) === wanted)
    if (!target) {
      const names = new Set(stages.map(stageName))
      return { diagnostics: [replayReport['case-unknown-operator'](span, wanted, nearest(wanted, names))] }
    }
    if (target.isReached) return none
    furthest = stages.findLast(({ isReached }) => isReached) ?? furthest
  }
  const message = `no row reaches ${wanted}; ${furthest ? `the last operator that rows reach is ${stageInRule(furthest, rule)}` : 'no run sees any row'}`
  return one({ path: 'reaches', expected: wanted, actual: furthest ? stageName(furthest) : 'nothing', span, message })
}

/** As in `where on line 14`, a line of the rule's file. */
function stageInRule(stage: QueryStage, { query }: AlertingRule): string {
  const span = spanInQuery(query, stage.start, stage.end)
  return `${stageName(stage)} on line ${positionAt(span.file, span.start).line}`
}
