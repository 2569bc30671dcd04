import type { TableRead } from '@tripline/kql/analysis'
import { ticksPerDay } from '@tripline/schemas'
import { defineCheck } from '../checking/check.ts'
import { isUnbounded } from '../query/look-back.ts'
import { spanInQuery } from '../query/query-span.ts'

const isWhole = (read: TableRead): boolean => isUnbounded(read) && !read.grouped

export const joinUnbounded = defineCheck({
  id: 'join-unbounded',
  severity: 'info',
  kinds: ['Scheduled'],
  says: (tables: string, period: string) => `both sides of the join read all rows of ${tables} in ${period}`,
  fix: () => 'filter one side by TimeGenerated, or summarize it first',
  *run({ queryPeriod }, { analysed }) {
    if (!analysed || !queryPeriod || queryPeriod.value.ticks <= ticksPerDay) return
    const { query, analysis } = analysed
    for (const { start, end, left, right } of analysis.facts.joins) {
      if (!left.some(isWhole) || !right.some(isWhole)) continue
      const tables = [...new Set(right.filter(isWhole).map(({ table }) => table))]
      yield this.at({ span: spanInQuery(query, start, end) }, tables.join(', '), queryPeriod.value.text)
    }
  },
})
