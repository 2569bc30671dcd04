import type { TableRead } from '@tripline/kql/analysis'
import { defineCheck } from '../checking/check.ts'
import { isUnbounded, lookBack } from '../query/look-back.ts'
import { spanInQuery } from '../query/query-span.ts'

export const baselineUnbounded = defineCheck({
  id: 'baseline-unbounded',
  severity: 'info',
  kinds: ['Scheduled'],
  says: (table: string, period: string) =>
    `this part of the query sees all of queryPeriod (${period}), including the recent rows of ${table} that another part looks at`,
  fix: () => 'limit the baseline, as in where TimeGenerated between (ago(14d) .. ago(1d))',
  *run({ queryPeriod }, { analysed }) {
    if (!analysed || !queryPeriod) return
    const { query, analysis } = analysed
    const isRecent = (read: TableRead): boolean => (lookBack(read) ?? queryPeriod.value.ticks) < queryPeriod.value.ticks
    const recent = new Set(analysis.facts.reads.filter(isRecent).map(({ table }) => table))
    for (const read of analysis.facts.reads) {
      if (!recent.has(read.table) || !isUnbounded(read)) continue
      yield this.at({ span: spanInQuery(query, read.start, read.end) }, read.table, queryPeriod.value.text)
    }
  },
})
