import { defineCheck } from '../checking/check.ts'
import { alertingKinds } from '../document/rule.ts'
import { spanInQuery } from '../query/query-span.ts'

export const queryReadsEverything = defineCheck({
  id: 'query-reads-everything',
  severity: 'error',
  kinds: alertingKinds,
  says: (operator: string) => `Sentinel rejects a rule with ${operator} *`,
  fix: () => 'name the tables',
  *run({ query }, { analysis }) {
    if (!query || !analysis) return
    for (const { operator, start, end } of analysis.facts.everything)
      yield this.at({ span: spanInQuery(query, start, end) }, operator)
  },
})
