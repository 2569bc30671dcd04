import type { Queries } from '@tripline/azure'
import type { RoutedTable } from '@tripline/project'

/** What an archive takes, in gigabytes (10^9 bytes) a month; about. */
export interface ArchivedVolume {
  /** That the data export delivers. Its JSON is larger than what the workspace counts. */
  readonly exported: number
  /** That the vault grows by, packed. */
  readonly packed: number
}

const usage = 'Usage | where TimeGenerated > ago(30d) | summarize Megabytes = sum(Quantity) by DataType'

/** JSON with the same keys in every row is packed to about a tenth. */
const packing = 10

/** By what the workspace counted in the last 30 days; undefined if it counts nothing of these tables. */
export async function archivedVolume(
  queries: Queries,
  tables: readonly RoutedTable[],
): Promise<ArchivedVolume | undefined> {
  const answer = await queries.run({ kql: usage, timespan: 'P30D' })
  if (!answer.ok) return undefined
  const columns = answer.value.columns.map(({ name }) => name)
  const [type, megabytes] = [columns.indexOf('DataType'), columns.indexOf('Megabytes')]
  const counted = new Map(answer.value.rows.map(row => [String(row[type]).toLowerCase(), Number(row[megabytes])]))
  const gigabytes = (routes: readonly string[]) =>
    tables
      .filter(({ route }) => routes.includes(route))
      .reduce((sum, { table }) => sum + (counted.get(table.toLowerCase()) ?? 0), 0) / 1000
  const packed = gigabytes(['export', 'query']) / packing
  return packed > 0 ? { exported: gigabytes(['export']), packed } : undefined
}
