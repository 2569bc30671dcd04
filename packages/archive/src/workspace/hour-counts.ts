import type { Queries } from '@tripline/azure'
import { type ArmAnswer, answered } from '@tripline/azure/answer'
import { type Day, dayAfter } from '../day.ts'

/** Rows of a day in the workspace, by hour; hours without rows are left out. */
export async function hourCounts(
  queries: Queries,
  table: string,
  day: Day,
): Promise<ArmAnswer<ReadonlyMap<string, number>>> {
  const kql = `${table}
| where TimeGenerated >= datetime(${day}) and TimeGenerated < datetime(${dayAfter(day)})
| summarize Rows = count() by Hour = bin(TimeGenerated, 1h)`
  const answer = await queries.run({ kql })
  if (!answer.ok) return answer
  const [hour, rows] = ['Hour', 'Rows'].map(name => answer.value.columns.findIndex(column => column.name === name))
  return answered(new Map(answer.value.rows.map(row => [String(row[hour!]).slice(0, 13), Number(row[rows!])])))
}
