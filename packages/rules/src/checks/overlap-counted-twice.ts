import { defineCheck } from '../checking/check.ts'
import { lookBack } from '../query/look-back.ts'

export const overlapCountedTwice = defineCheck({
  id: 'overlap-counted-twice',
  severity: 'info',
  kinds: ['Scheduled'],
  says: (period: string, frequency: string) =>
    `the rule looks back ${period} every ${frequency}, so the same rows raise alerts in several runs`,
  fix: (_period, frequency) => `count each row once, as in where ingestion_time() > ago(${frequency})`,
  *run({ queryPeriod, queryFrequency, suppression }, { analysed }) {
    if (!analysed || !queryPeriod || !queryFrequency || suppression?.enabled.value) return
    const frequency = queryFrequency.value.ticks
    const { reads, ingestionTimes } = analysed.analysis.facts
    if (queryPeriod.value.ticks <= frequency || reads.length === 0 || ingestionTimes.length > 0) return
    // A bound that depends on data or on the time of the last run may separate the rows.
    const ages = reads.filter(({ bounds }) => bounds.length > 0).map(lookBack)
    if (ages.some(age => age === undefined || age <= frequency)) return
    yield this.at(queryPeriod, queryPeriod.value.text, queryFrequency.value.text)
  },
})
