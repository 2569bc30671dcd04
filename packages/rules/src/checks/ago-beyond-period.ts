import { defineCheck } from '../checking/check.ts'
import { shortDuration } from '../document/duration.ts'
import { spanInQuery } from '../query/query-span.ts'

export const agoBeyondPeriod = defineCheck({
  id: 'ago-beyond-period',
  severity: 'warning',
  kinds: ['Scheduled'],
  says: (ago: string, period: string) => `the query asks for the last ${ago}, but queryPeriod only gives it ${period}`,
  *run({ queryPeriod }, { analysed }) {
    if (!analysed || !queryPeriod) return
    const { query, analysis } = analysed
    const bounds = analysis.facts.reads.flatMap(read => read.bounds)
    const reported = new Set<number>()
    for (const { start, end, age } of bounds) {
      if (age === undefined || age <= queryPeriod.value.ticks || reported.has(start)) continue
      reported.add(start)
      yield this.at({ span: spanInQuery(query, start, end) }, shortDuration(age), queryPeriod.value.text)
    }
  },
})
