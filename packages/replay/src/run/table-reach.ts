import type { Dataset, Engine, LogTable, RunWindow, TypedTable } from '@tripline/kql/engine'
import type { RunTrace } from './replay-rule.ts'

/** How far the rows of a table got, at best, in a number of runs. */
export interface TableReach {
  readonly table: string
  readonly rows: number
  /** Whether some row lies in the window of a run. */
  readonly inWindow: boolean
  /** Whether a run sees some row: it lies in the window and arrived in time. */
  readonly visible: boolean
}

/** How far the rows of each of these tables got in the runs that executed. */
export async function reachOf(
  names: ReadonlySet<string>,
  runs: readonly RunTrace[],
  { tables, logs = [] }: Dataset,
  engine: Pick<Engine, 'countRows'>,
): Promise<readonly TableReach[]> {
  const windows = runs.flatMap(run => (run.kind === 'ran' ? [run.scheduled.window] : []))
  const typed = tables.filter(({ table }) => names.has(table.name)).map(table => typedReach(table, windows))
  const stored = logs.filter(({ table }) => names.has(table.name)).map(log => storedReach(log, windows, engine))
  return [...typed, ...(await Promise.all(stored))]
}

const hasTime = ({ table }: TypedTable | LogTable): boolean =>
  table.columns.some(({ name }) => name === 'TimeGenerated')

/** Of all windows that contain an instant, the last one also sees the rows that arrived last. */
function typedReach(content: TypedTable, windows: readonly RunWindow[]): TableReach {
  const { table, rows, ingested } = content
  const reach = { table: table.name, rows: rows.length }
  const byIngestion = windows[0]?.by === 'ingestion'
  // The service cannot limit such a table.
  if (!byIngestion && !hasTime(content)) return { ...reach, inWindow: rows.length > 0, visible: rows.length > 0 }
  const time = table.columns.findIndex(({ name }) => name === 'TimeGenerated')
  let inWindow = false
  for (let row = 0; row < rows.length; row++) {
    const at = byIngestion ? ingested?.[row] : (rows[row]![time] as bigint | null)
    const window = at === undefined || at === null ? undefined : lastStartedBy(windows, at)
    if (!window || at! >= window.to) continue
    inWindow = true
    if ((ingested?.[row] ?? window.from) <= window.visibleAt) return { ...reach, inWindow, visible: true }
  }
  return { ...reach, inWindow, visible: false }
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

async function storedReach(
  log: LogTable,
  windows: readonly RunWindow[],
  engine: Pick<Engine, 'countRows'>,
): Promise<TableReach> {
  const { name } = log.table
  const rows = log.parts.reduce((sum, part) => sum + ('log' in part ? part.log.rowCount : part.rows.length), 0)
  const [first, last] = [windows[0], windows.at(-1)]
  if (!first || !last) return { table: name, rows, inWindow: false, visible: false }
  if (first.by === 'TimeGenerated' && !hasTime(log)) return { table: name, rows, inWindow: rows > 0, visible: rows > 0 }
  const whole = await engine.countRows(name, { ...last, from: first.from })
  let inWindow = false
  for (const window of whole.inWindow > 0 ? windows : []) {
    const seen = await engine.countRows(name, window)
    inWindow ||= seen.inWindow > 0
    if (seen.visible > 0) return { table: name, rows, inWindow, visible: true }
  }
  return { table: name, rows, inWindow, visible: false }
}
