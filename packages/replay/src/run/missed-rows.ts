import type { Dataset, Engine, LogTable, RunWindow } from '@tripline/kql/engine'
import type { RunTrace } from './replay-rule.ts'
import { isUnlimited, rowReach, windowsOf } from './row-reach.ts'

/** How many rows of a table no run saw: they lie in no window, arrived too late, or only suppressed runs would have seen them. */
export interface MissedRows {
  readonly table: string
  readonly rows: number
  readonly missed: number
}

/** What the runs missed of the tables that their query reads. */
export async function missedRows(
  runs: readonly RunTrace[],
  { tables, logs = [] }: Dataset,
  engine: Pick<Engine, 'countRows'>,
): Promise<readonly MissedRows[]> {
  const names = new Set(runs.flatMap(run => (run.kind === 'ran' ? run.tables : [])))
  const windows = windowsOf(runs)
  const typed = tables
    .filter(({ table }) => names.has(table.name))
    .map(content => {
      const seen = isUnlimited(content, windows) ? content.rows.length : seenRows(rowReach(content, windows))
      return missedOf(content.table.name, content.rows.length, seen)
    })
  const stored = logs
    .filter(({ table }) => names.has(table.name))
    .map(async log => {
      const rows = log.parts.reduce((sum, part) => sum + ('log' in part ? part.log.rowCount : part.rows.length), 0)
      const seen = isUnlimited(log, windows) ? rows : await seenLogRows(log, windows, engine)
      return missedOf(log.table.name, rows, seen)
    })
  return [...typed, ...(await Promise.all(stored))]
}

const missedOf = (table: string, rows: number, seen: number): MissedRows => ({ table, rows, missed: rows - seen })

function seenRows(reach: ReturnType<typeof rowReach>): number {
  let seen = 0
  for (const row of reach) if (row === 'seen') seen += 1
  return seen
}

/** Each window is cut at the start of the next, which is open longer, so that no row is counted twice. */
async function seenLogRows(
  { table }: LogTable,
  windows: readonly RunWindow[],
  engine: Pick<Engine, 'countRows'>,
): Promise<number> {
  let seen = 0
  for (const [index, window] of windows.entries()) {
    const next = windows[index + 1]
    const isCut = next !== undefined && next.from < window.to
    seen += (await engine.countRows(table.name, isCut ? { ...window, to: next.from } : window)).visible
  }
  return seen
}
