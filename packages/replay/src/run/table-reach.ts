import type { Dataset, Engine, LogTable, RunWindow, TypedTable } from '@tripline/kql/engine'
import type { RunTrace } from './replay-rule.ts'
import { isUnlimited, rowReach, windowsOf } from './row-reach.ts'

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
  const windows = windowsOf(runs)
  const typed = tables.filter(({ table }) => names.has(table.name)).map(table => typedReach(table, windows))
  const stored = logs.filter(({ table }) => names.has(table.name)).map(log => storedReach(log, windows, engine))
  return [...typed, ...(await Promise.all(stored))]
}

function typedReach(content: TypedTable, windows: readonly RunWindow[]): TableReach {
  const { table, rows } = content
  const reach = { table: table.name, rows: rows.length }
  if (isUnlimited(content, windows)) return { ...reach, inWindow: rows.length > 0, visible: rows.length > 0 }
  let inWindow = false
  for (const row of rowReach(content, windows)) {
    inWindow ||= row !== 'outside'
    if (row === 'seen') return { ...reach, inWindow, visible: true }
  }
  return { ...reach, inWindow, visible: false }
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
  if (isUnlimited(log, windows)) return { table: name, rows, inWindow: rows > 0, visible: rows > 0 }
  const whole = await engine.countRows(name, { ...last, from: first.from })
  let inWindow = false
  for (const window of whole.inWindow > 0 ? windows : []) {
    const seen = await engine.countRows(name, window)
    inWindow ||= seen.inWindow > 0
    if (seen.visible > 0) return { table: name, rows, inWindow, visible: true }
  }
  return { table: name, rows, inWindow, visible: false }
}
