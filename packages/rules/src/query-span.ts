import type { Span } from '@tripline/diagnostics'
import type { RuleQuery } from './rule.ts'

/** Where a range of the query's text was written in the rule file. */
export function spanInQuery(query: RuleQuery, start: number, end: number): Span {
  const from = query.offsetAt(start)
  return { file: query.span.file, start: from, end: end > start ? query.offsetAt(end - 1) + 1 : from }
}
