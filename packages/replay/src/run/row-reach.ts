import type { LogTable, RunWindow, TypedTable } from '@tripline/kql/engine'
import { timeColumn } from '@tripline/schemas'
import type { RunTrace } from './replay-rule.ts'

/** The windows of the runs that executed, in their order. */
export const windowsOf = (runs: readonly RunTrace[]): readonly RunWindow[] =>
  runs.flatMap(run => (run.kind === 'ran' ? [run.scheduled.window] : []))

/** Whether runs see all rows of a table: the service cannot limit one without a time. */
export const isUnlimited = ({ table }: TypedTable | LogTable, [window]: readonly RunWindow[]): boolean =>
  window !== undefined && timeColumn(table) === undefined

/**
 * How far each row of a table gets: outside all windows, inside one but arrived late for all that contain it, or seen by a run. Of
 * all windows that contain a row, the last one is open longest.
 */
export function* rowReach(
  { table, rows, ingested }: TypedTable,
  windows: readonly RunWindow[],
): Generator<'outside' | 'late' | 'seen'> {
  const byIngestion = windows[0]?.by === 'ingestion'
  const time = table.columns.findIndex(({ name }) => name === 'TimeGenerated')
  for (let row = 0; row < rows.length; row++) {
    const at = byIngestion ? ingested?.[row] : (rows[row]![time] as bigint | null)
    const window = at === undefined || at === null ? undefined : lastStartedBy(windows, at)
    if (!window || at! >= window.to) yield 'outside'
    else yield (ingested?.[row] ?? window.from) <= window.visibleAt ? 'seen' : 'late'
  }
}

/** The last window that starts at or before an instant; windows are in the order of their runs. */
function lastStartedBy(windows: readonly RunWindow[], at: bigint): RunWindow | undefined {
  let [low, high] = [0, windows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (windows[middle]!.from <= at) low = middle + 1
    else high = middle
  }
  return windows[low - 1]
}
