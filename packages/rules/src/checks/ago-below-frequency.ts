import { defineCheck } from '../check.ts'
import { spanInQuery } from '../query-span.ts'
import { codeOf } from '../query-text.ts'
import { timeFilters } from '../time-filter.ts'

export const agoBelowFrequency = defineCheck({
  id: 'ago-below-frequency',
  severity: 'warning',
  kinds: ['Scheduled'],
  says: (ago: string, frequency: string) =>
    `the query keeps the last ${ago} only, but runs every ${frequency}: it never sees the time between`,
  *run({ query, queryFrequency }, { analysis }) {
    if (!query || !queryFrequency) return
    const filters = timeFilters(query, analysis)
    const [first] = filters
    if (!first || filters.some(({ ticks }) => ticks >= queryFrequency.value.ticks)) return
    // Another use of ago() may be the rest of the time; only the author can judge the two together.
    if (codeOf(query.value).match(/\bago\s*\(/g)?.length !== filters.length) return
    yield this.at({ span: spanInQuery(query, first.start, first.end) }, first.text, queryFrequency.value.text)
  },
})
