import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'
import { spanInQuery } from '../query/query-span.ts'

const limit = 20
const call = /(?<![\w.])workspace\s*\(\s*["']([^"']+)["']/g

export const workspacesCount = defineCheck({
  id: 'workspaces-count',
  severity: 'error',
  kinds: analyticsKinds,
  says: (count: number) => `the query reads ${count} workspaces; Sentinel accepts at most ${limit} in a rule`,
  fix: () => 'split the rule by workspace',
  *run({ query }) {
    if (!query) return
    const calls = new Map<string, number>()
    for (const { 1: name = '', index } of query.value.matchAll(call)) {
      if (!calls.has(name)) calls.set(name, index)
    }
    const first = [...calls.values()][limit]
    if (first !== undefined) yield this.at({ span: spanInQuery(query, first, first + 'workspace'.length) }, calls.size)
  },
})
