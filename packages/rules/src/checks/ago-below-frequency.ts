import { defineCheck } from '../checking/check.ts'
import { shortDuration } from '../document/duration.ts'
import { lookBack } from '../query/look-back.ts'
import { spanInQuery } from '../query/query-span.ts'

export const agoBelowFrequency = defineCheck({
  id: 'ago-below-frequency',
  severity: 'warning',
  kinds: ['Scheduled'],
  says: (ago: string, frequency: string) =>
    `the query only keeps the last ${ago} but runs every ${frequency}, so it misses the time in between`,
  *run({ queryFrequency }, { analysed }) {
    if (!analysed || !queryFrequency) return
    const { query, analysis } = analysed
    const { reads } = analysis.facts
    // If one read looks back far enough, the others may serve another purpose.
    const all = reads.map(lookBack).filter(age => age !== undefined && age < queryFrequency.value.ticks)
    const widest = reads.flatMap(({ bounds }) => bounds).find(({ age }) => age !== undefined)
    if (!widest || all.length < reads.length) return
    const { start, end, age } = widest
    yield this.at({ span: spanInQuery(query, start, end) }, shortDuration(age!), queryFrequency.value.text)
  },
})
