import { defineCheck } from '../check.ts'
import { spanInQuery } from '../query-span.ts'
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
    // A longer filter beside a short one is a baseline and its present, which only their author can judge.
    if (!first || filters.some(({ ticks }) => ticks >= queryFrequency.value.ticks)) return
    yield this.at({ span: spanInQuery(query, first.start, first.end) }, first.text, queryFrequency.value.text)
  },
})
