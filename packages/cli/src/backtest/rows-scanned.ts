import type { Engine } from '@tripline/kql/engine'
import { runsByDay } from '@tripline/replay'
import type { Table } from '@tripline/schemas'
import type { Backtest } from './backtest.ts'

type Tables = readonly { readonly table: Table; readonly bytes?: number }[]

/** Backtests with the rows that they scanned. */
export async function withRowsScanned(
  backtests: readonly Omit<Backtest, 'scanned'>[],
  tables: Tables,
  engine: Pick<Engine, 'countRows'>,
): Promise<readonly Backtest[]> {
  const scanned: Backtest[] = []
  for (const backtest of backtests) scanned.push({ ...backtest, scanned: await rowsScanned(backtest, tables, engine) })
  return scanned
}

/** The rows that lie in the window of a run. The service cannot limit a table without a time. */
async function rowsScanned(
  { rule, range, days }: Omit<Backtest, 'scanned'>,
  tables: Tables,
  engine: Pick<Engine, 'countRows'>,
): Promise<Backtest['scanned']> {
  const runs = [...runsByDay(rule, range)].flatMap(day => day.runs)
  const [first, last] = [runs[0], runs.at(-1)]
  if (!first || !last) return []
  const whole = { ...last.window, from: first.window.from }
  const read = new Set(days.flatMap(day => day.tables))
  const counting = tables
    .filter(({ table }) => read.has(table.name))
    .map(async ({ table, ...size }) => {
      const { rows, inWindow } = await engine.countRows(table.name, whole)
      const isLimited = whole.by === 'ingestion' || table.columns.some(({ name }) => name === 'TimeGenerated')
      return { table: table.name, rows: isLimited ? inWindow : rows, ...size }
    })
  return Promise.all(counting)
}
