import { defineCheck } from '../checking/check.ts'
import { alertingKinds } from '../document/rule.ts'
import { spanInQuery } from '../query/query-span.ts'

export const queryReadsEverything = defineCheck({
  id: 'query-reads-everything',
  severity: 'error',
  kinds: alertingKinds,
  says: (operator: string) => `Sentinel rejects a rule with ${operator} *`,
  fix: () => 'name the tables',
  *run(_, { analysed }) {
    if (!analysed) return
    const { query, analysis } = analysed
    for (const { operator, start, end } of analysis.facts.everything)
      yield this.at({ span: spanInQuery(query, start, end) }, operator)
  },
})
