import { defineCheck } from '../checking/check.ts'

/** The columns that identify an event of a table, besides its time; by the first pattern that its name matches. */
const identifying: readonly (readonly [table: RegExp, columns: readonly string[]])[] = [
  [/^Device/, ['DeviceId', 'ReportId']],
  [/^Alert/, []],
  [/^Observation/, ['ObservationId']],
  [/^/, ['ReportId']],
]

export const detectionColumns = defineCheck({
  id: 'detection-columns',
  severity: 'error',
  kinds: ['CustomDetection'],
  says: (columns: readonly string[], table: string) =>
    `the query does not return ${columns.join(' and ')}, without which Defender XDR accepts no rule over ${table}`,
  fix: (columns: readonly string[]) =>
    `return it as the table has it; after grouping, by arg_max(Timestamp, ${columns.filter(name => name !== 'Timestamp').join(', ') || '*'})`,
  *run(_, { analysed }) {
    if (!analysed?.result) return
    const { query, analysis, result } = analysed
    const [table] = analysis.tables
    if (table === undefined) return
    const [, columns] = identifying.find(([pattern]) => pattern.test(table))!
    const times = result.has('Timestamp') || result.has('TimeGenerated') ? [] : ['Timestamp']
    const missing = [...times, ...columns.filter(name => !result.has(name))]
    if (missing.length > 0) yield this.at(query, missing, table)
  },
})
