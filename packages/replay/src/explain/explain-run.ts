import { counted } from '@tripline/diagnostics'
import type { Engine, QueryCause, QueryStage, RowsExplained } from '@tripline/kql/engine'
import type { AlertingRule } from '@tripline/rules'
import type { TimedQuery } from '../run/run-rule.ts'
import type { ScheduledRun } from '../run/scheduled-run.ts'
import { spanInRule } from '../run/span-in-rule.ts'
import { triggered, triggerText } from '../run/trigger.ts'
import type { Cause, Explanation, Stage } from './explanation.ts'

/** What became of the rows in one run of a rule, and why it raised nothing; nothing is known if the query does not run. */
export async function explainRun(
  rule: AlertingRule,
  { kql, timeout }: TimedQuery,
  { at, window }: ScheduledRun,
  engine: Engine,
): Promise<Pick<Explanation, 'stages' | 'causes'>> {
  const explained = await engine.explain({ kql, now: at, window, timeout }, rows => triggered(rule, rows))
  if (!explained) return { stages: [], causes: [] }
  const { stages, causes } = inRule(rule, kql, explained)
  return { stages, causes: [...triggerCauses(rule, explained.rows), ...causes] }
}

/** What became of the rows in a run whose query failed, up to the operator that refused a value; undefined if none did. */
export async function explainRefusedRun(
  rule: AlertingRule,
  { kql, timeout }: TimedQuery,
  { at, window }: ScheduledRun,
  engine: Pick<Engine, 'explainRefusal'>,
): Promise<Explanation | undefined> {
  const explained = await engine.explainRefusal({ kql, now: at, window, timeout })
  return explained && { rule: rule.file.path, at, alerts: 0, ...inRule(rule, kql, explained) }
}

/** Stages and causes at their spans in the rule's file. */
function inRule(rule: AlertingRule, kql: string, explained: RowsExplained): Pick<Explanation, 'stages' | 'causes'> {
  const spanAt = ({ start, end }: QueryCause | QueryStage) => spanInRule(rule.query, kql, start, end)
  const stages = explained.stages.map(
    ({ start: _, end: __, ...stage }, index): Stage => ({ ...stage, span: spanAt(explained.stages[index]!) }),
  )
  const causes = explained.causes.map((cause): Cause => {
    const { start: _, end: __, outside, ...rest } = cause
    return { ...rest, span: (outside && windowSpan(rule)) ?? spanAt(cause) }
  })
  return { stages, causes }
}

/** Where a rule says what its runs see; that of near-real-time rules is fixed. */
const windowSpan = (rule: AlertingRule) => (rule.kind === 'Scheduled' ? rule.queryPeriod.span : undefined)

function triggerCauses(rule: AlertingRule, rows: number): readonly Cause[] {
  if (rows === 0 || triggered(rule, rows) || rule.kind !== 'Scheduled') return []
  const expected = triggerText(rule)
  const text = `the query returned ${counted(rows, 'row')}; the trigger needs ${expected}`
  return [{ kind: 'trigger', span: rule.triggerThreshold.span, text, expected, actual: String(rows) }]
}
