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
  /** Those that change a rule alike are likely to be noticed by the same case. */
  readonly like: string
}

/** The mutants of a rule, in the order of its file. */
export function ruleMutants(rule: AlertingRule, world: QueryWorld): readonly Mutant[] {
  const kql = rule.query.value
  const ofQuery = queryMutants(kql, world).map(change => ({
    kind: change.kind,
    span: spanInQuery(rule.query, change.start, change.end),
    before: kql.slice(change.start, change.end),
    after: change.text,
    rule,
    kql: mutated(kql, change),
  }))
  return [...ofQuery, ...scheduleMutants(rule)]
    .map((change): Mutant => ({ ...change, like: likeness(change) }))
    .sort((a, b) => a.span.start - b.span.start)
}

const likeness = ({ kind, before, after }: Pick<Mutant, 'kind' | 'before' | 'after'>): string =>
  Number(after) > Number(before) ? `${kind} up` : kind

/** The trigger one off, and half the period. */
function scheduleMutants(rule: AlertingRule): readonly Omit<Mutant, 'like'>[] {
  if (rule.kind !== 'Scheduled') return []
  const { triggerThreshold: threshold, queryPeriod: period } = rule
  const kql = rule.query.value
  const triggers = [threshold.value + 1, threshold.value - 1].filter(value => value >= 0)
  const half = period.value.ticks / 2n
  return [
    ...triggers.map(value => ({
      kind: 'trigger' as const,
      span: threshold.span,
      before: String(threshold.value),
      after: String(value),
      rule: { ...rule, triggerThreshold: { ...threshold, value } },
      kql,
    })),
    {
      kind: 'period' as const,
      span: period.span,
      before: period.value.text,
      after: shortDuration(half),
      rule: { ...rule, queryPeriod: { ...period, value: { ticks: half, text: shortDuration(half) } } },
      kql,
    },
  ]
}
