import type { Span } from '@tripline/diagnostics'
import { type RuleQuery, spanInQuery } from '@tripline/rules'

/**
 * Where a range of a query that ran is in the rule's file. Values of a workspace that replace the rule's own move what is after
 * them on their line, so that then the whole line is meant.
 */
export function spanInRule(query: RuleQuery, kql: string, start: number, end: number): Span {
  if (kql === query.value) return spanInQuery(query, start, end)
  const lines = query.value.split('\n')
  if (kql.split('\n').length !== lines.length) return query.span
  const number = kql.slice(0, start).split('\n').length - 1
  const line = lines[number]!
  const from = lines.slice(0, number).reduce((sum, { length }) => sum + length + 1, 0)
  return spanInQuery(query, from + line.length - line.trimStart().length, from + line.trimEnd().length)
}
