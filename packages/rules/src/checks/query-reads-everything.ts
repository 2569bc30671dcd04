import { defineCheck } from '../check.ts'
import { spanInQuery } from '../query-span.ts'
import { codeOf } from '../query-text.ts'
import { alertingKinds } from '../rule.ts'

/** `search` looks into every column of every table unless `in (…)` names tables. */
const everything = /\bsearch\s+(?!in\s*\()(?:\w+\s*=\s*\w+\s+)*(\*)|\bunion\s+(?:\w+\s*=\s*\w+\s+)*(\*)(?!\w)/g

export const queryReadsEverything = defineCheck({
  id: 'query-reads-everything',
  severity: 'error',
  kinds: alertingKinds,
  says: (operator: string) => `Sentinel refuses a rule with ${operator} *`,
  fix: () => 'name the tables',
  *run({ query }) {
    if (!query) return
    for (const match of codeOf(query.value).matchAll(everything)) {
      const operator = match[0].slice(0, match[0].search(/\W/))
      yield this.at({ span: spanInQuery(query, match.index, match.index + match[0].length) }, operator)
    }
  },
})
