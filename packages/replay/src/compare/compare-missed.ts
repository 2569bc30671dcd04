import { counted } from '@tripline/diagnostics'
import { missedRows } from '../run/missed-rows.ts'
import type { ReplayedCase } from './compare-reach.ts'
import type { Difference } from './difference.ts'

/** Whether the schedule missed as many rows as the case expects. */
export async function compareMissed({ expect, replay, dataset, engine }: ReplayedCase): Promise<readonly Difference[]> {
  if (!expect.missed) return []
  const { value: expected, span } = expect.missed
  const tables = await missedRows(replay.runs, dataset, engine)
  const actual = tables.reduce((sum, { missed }) => sum + missed, 0)
  if (actual === expected) return []
  const lost = tables
    .filter(({ missed }) => missed > 0)
    .map(({ table, rows, missed }) => `${missed} of ${rows} ${table} rows`)
  const seenBy = lost.length > 0 ? `: no run sees ${lost.join(', ')}` : ''
  const message = `expected ${counted(expected, 'missed row')}, got ${actual}${seenBy}`
  return [{ path: 'missed', expected, actual, span, message }]
}
