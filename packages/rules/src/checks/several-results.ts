import { defineCheck } from '../checking/check.ts'
import { alertingKinds } from '../document/rule.ts'
import { spanInQuery } from '../query/query-span.ts'

export const severalResults = defineCheck({
  id: 'several-results',
  severity: 'error',
  kinds: alertingKinds,
  says: () => 'the query answers several results; Sentinel takes one',
  fix: () => 'bring them together with union, or let one of them go',
  *run({ query }, { analysis }) {
    if (!query || !analysis) return
    for (const { start, end } of analysis.facts.furtherResults) yield this.at({ span: spanInQuery(query, start, end) })
  },
})
