import type { Queries } from '@tripline/azure'
import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { Day } from '../day.ts'

/** The day of the oldest row that the workspace has of a table. */
export async function firstRowDay(queries: Queries, table: string): Promise<ArmAnswer<Day | undefined>> {
  const answer = await queries.run({ kql: `${table} | summarize First = min(TimeGenerated)` })
  if (!answer.ok) return answer
  const first = answer.value.rows[0]?.[0]
  return answered(typeof first === 'string' ? first.slice(0, 10) : undefined)
}
