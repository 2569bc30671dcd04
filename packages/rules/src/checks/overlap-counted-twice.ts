import { defineCheck } from '../check.ts'
import { codeOf } from '../query-text.ts'
import { timeFilters } from '../time-filter.ts'

export const overlapCountedTwice = defineCheck({
  id: 'overlap-counted-twice',
  severity: 'info',
  kinds: ['Scheduled'],
  says: (period: string, frequency: string) =>
    `the rule looks back ${period} every ${frequency}: the same rows raise alerts in several runs`,
  fix: (_period, frequency) => `keep each row to one run, as in where ingestion_time() > ago(${frequency})`,
  *run({ query, queryPeriod, queryFrequency, suppression }, { analysis }) {
    if (!query || !queryPeriod || !queryFrequency || suppression?.enabled.value) return
    const frequency = queryFrequency.value.ticks
    if (queryPeriod.value.ticks <= frequency || /\bingestion_time\s*\(/.test(codeOf(query.value))) return
    if (timeFilters(query, analysis).some(({ ticks }) => ticks <= frequency)) return
    yield this.at(queryPeriod, queryPeriod.value.text, queryFrequency.value.text)
  },
})
