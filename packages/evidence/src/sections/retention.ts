import type { RetainedTable } from '../evidence.ts'
import { csvFile } from '../file-text.ts'

const header = [
  'table',
  'plan',
  'interactiveDays',
  'totalDays',
  'inherited',
  'wantedInteractiveDays',
  'wantedTotalDays',
  'equal',
  'readByRules',
  'archive',
]

/** A row per table that a rule reads or the project names. */
export const retentionCsv = (tables: readonly RetainedTable[]): string =>
  csvFile(
    header,
    tables.map(table => {
      const { live, wanted, isReadByRules, archive } = table
      const { plan, interactive, total, isInherited } = live ?? {}
      const days = [plan, interactive, total, isInherited, wanted.interactive, wanted.total]
      return [table.table, ...days, isAsWanted(table), isReadByRules, archive]
    }),
  )

/** Whether the workspace has the days that the project wants; undefined if it wants none, or of a table that was not found. */
export function isAsWanted({ live, wanted: { interactive, total } }: RetainedTable): boolean | undefined {
  if (!live || (interactive === undefined && total === undefined)) return undefined
  return (interactive ?? live.interactive) === live.interactive && (total ?? live.total) === live.total
}
