import type { Span } from '@tripline/diagnostics'
import { type MutantKind, mutated, type QueryWorld, queryMutants } from '@tripline/kql/compile'
import { type AlertingRule, shortDuration, spanInQuery } from '@tripline/rules'

/** A rule with one small change that its tests should notice. */
export interface Mutant {
  readonly kind: MutantKind | 'trigger' | 'period'
  /** What is changed, in the rule's file. */
  readonly span: Span
  readonly before: string
  readonly after: string
  readonly rule: AlertingRule
  readonly kql: string
}

/** The mutants of a rule, in the order of its file. */
export function ruleMutants(rule: AlertingRule, world: QueryWorld): readonly Mutant[] {
  const kql = rule.query.value
  const ofQuery = queryMutants(kql, world).map(
    (change): Mutant => ({
      kind: change.kind,
      span: spanInQuery(rule.query, change.start, change.end),
      before: kql.slice(change.start, change.end),
      after: change.text,
      rule,
      kql: mutated(kql, change),
    }),
  )
  return [...ofQuery, ...scheduleMutants(rule)].sort((a, b) => a.span.start - b.span.start)
}

/** The trigger one off, and half the period. */
function scheduleMutants(rule: AlertingRule): readonly Mutant[] {
  if (rule.kind !== 'Scheduled') return []
  const { triggerThreshold: threshold, queryPeriod: period } = rule
  const kql = rule.query.value
  const triggers = [threshold.value + 1, threshold.value - 1].filter(value => value >= 0)
  const half = period.value.ticks / 2n
  return [
    ...triggers.map(
      (value): Mutant => ({
        kind: 'trigger',
        span: threshold.span,
        before: String(threshold.value),
        after: String(value),
        rule: { ...rule, triggerThreshold: { ...threshold, value } },
        kql,
      }),
    ),
    {
      kind: 'period',
      span: period.span,
      before: period.value.text,
      after: shortDuration(half),
      rule: { ...rule, queryPeriod: { ...period, value: { ticks: half, text: shortDuration(half) } } },
      kql,
    },
  ]
}
