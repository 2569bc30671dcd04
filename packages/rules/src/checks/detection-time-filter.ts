import { defineCheck } from '../checking/check.ts'
import { codeOf, spanInQuery } from '../query/query-span.ts'

const filter = /\bwhere\s+(?:Timestamp|TimeGenerated)\s*(?:>=?|between\b)/g

export const detectionTimeFilter = defineCheck({
  id: 'detection-time-filter',
  severity: 'info',
  kinds: ['CustomDetection'],
  says: () => 'the service limits the time of rows by when they arrived; this filter drops rows that arrive late',
  fix: () => 'leave it out, or filter by ingestion_time()',
  *run({ query }) {
    if (!query) return
    for (const { index, 0: text } of codeOf(query.value).matchAll(filter)) {
      yield this.at({ span: spanInQuery(query, index, index + text.length) })
    }
  },
})
