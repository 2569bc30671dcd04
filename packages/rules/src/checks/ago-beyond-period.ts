import { defineCheck } from '../check.ts'
import { spanInQuery } from '../query-span.ts'
import { timeFilters } from '../time-filter.ts'

export const agoBeyondPeriod = defineCheck({
  id: 'ago-beyond-period',
  severity: 'warning',
  kinds: ['Scheduled'],
  says: (ago: string, period: string) =>
    `the query asks for rows of the last ${ago}, but sees only those of queryPeriod, ${period}`,
  *run({ query, queryPeriod }, { analysis }) {
    if (!query || !queryPeriod) return
    for (const { text, ticks, start, end } of timeFilters(query, analysis)) {
      if (ticks > queryPeriod.value.ticks)
        yield this.at({ span: spanInQuery(query, start, end) }, text, queryPeriod.value.text)
    }
  },
})
