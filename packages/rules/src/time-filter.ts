import type { QueryAnalysis } from '@tripline/kql/compile'
import { parseTimespan } from '@tripline/schemas'
import { codeOf } from './query-text.ts'
import type { RuleQuery } from './rule.ts'

/** A filter of a query that keeps rows younger than a known length of time. */
export interface TimeFilter {
  /** The length as written. */
  readonly text: string
  readonly ticks: bigint
  /** Offsets of `ago(…)` in the query. */
  readonly start: number
  readonly end: number
}

const lowerBound = /\bTimeGenerated\s*(?:>=?|between\s*\()\s*(ago\s*\(\s*([\w.]+)\s*\))/g

/** The filters `TimeGenerated > ago(x)` where x is a literal or a top-level `let` of one. */
export function timeFilters(query: RuleQuery, analysis: QueryAnalysis | undefined): readonly TimeFilter[] {
  const lets = new Map(analysis?.parameters.map(({ name, start, end }) => [name, query.value.slice(start, end)]))
  return Array.from(codeOf(query.value).matchAll(lowerBound)).flatMap(match => {
    const [whole, call = '', argument = ''] = match
    const text = (lets.get(argument) ?? argument).trim()
    const ticks = parseTimespan(text)
    const end = match.index + whole.length
    return ticks === undefined ? [] : [{ text, ticks, start: end - call.length, end }]
  })
}
