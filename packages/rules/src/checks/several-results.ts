import { defineCheck } from '../checking/check.ts'
import { alertingKinds } from '../document/rule.ts'
import { spanInQuery } from '../query/query-span.ts'

export const severalResults = defineCheck({
  id: 'several-results',
  severity: 'error',
  kinds: alertingKinds,
  says: () => 'the query returns several results; Sentinel accepts one',
  fix: () => 'combine them with union, or keep one',
  *run(_, { analysed }) {
    if (!analysed) return
    const { query, analysis } = analysed
    for (const { start, end } of analysis.facts.furtherResults) yield this.at({ span: spanInQuery(query, start, end) })
  },
})
