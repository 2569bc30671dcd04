import type { Meter } from '@tripline/budgets'
import type { Diagnosed, Located } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { inlineTable, shiftRows } from '@tripline/fixtures'
import type { DelayedLog, TypedTable } from '@tripline/kql/engine'
import { resolveInside } from '@tripline/project'
import type { DataFile, InlineTable, TestCase } from '@tripline/rules'
import type { Table } from '@tripline/schemas'
import { replayReport } from '../replay-report.ts'
import { all } from './all.ts'
import type { ReplayEnvironment } from './replay-environment.ts'

/** How the rows of a case are typed, and the budget of all its data. */
export interface CaseTyping {
  /** Ticks. */
  readonly ingestionDelay: bigint
  readonly spending: Meter
}

/** What reads files, which most cases have none of. */
const recordedLogs = () => import('@tripline/fixtures/stored-log')

/**
 * The recorded and written rows of a case, a part per file and table. With `shiftTo`, recorded and shared rows move together, so that
 * the first of them happens then.
 */
export async function caseTables(
  { data, rows, shiftTo }: Pick<TestCase, 'data' | 'rows' | 'shiftTo'>,
  tableOf: (name: Located<string>) => Table,
  { root, logs }: ReplayEnvironment,
  typing: CaseTyping,
): Promise<Diagnosed<readonly (TypedTable | DelayedLog)[]>> {
  const { spending } = typing
  const recorded = <T>(load: (file: FilePath, table: Table, mention: DataFile['path']) => Promise<Diagnosed<T>>) =>
    data.map(({ table, path }) => async (): Promise<Diagnosed<T>> => {
      const { value: file, diagnostics } = await resolveInside(root, path)
      return file ? load(file, tableOf(table), path) : { diagnostics }
    })
  const written = (tables: readonly InlineTable[]) =>
    tables.map(
      ({ table, rows: own }) =>
        () =>
          inlineTable(own, tableOf(table), typing),
    )
  if (!shiftTo) {
    const stored = recorded(async (file, table, { span }) => {
      const { loadStoredLog } = await recordedLogs()
      return loadStoredLog({ file, table }, logs, { ...typing, mention: span })
    })
    return all<TypedTable | DelayedLog>([...stored, ...written(rows)], spending)
  }
  const read = recorded(async (file, table, { span }) => {
    const { loadFixture } = await recordedLogs()
    return loadFixture(file, table, { ...typing, mention: span })
  })
  const moving = await all([...read, ...written(rows.filter(({ isShared }) => isShared))], spending)
  const staying = await all(written(rows.filter(({ isShared }) => !isShared)), spending)
  const diagnostics = [...moving.diagnostics, ...staying.diagnostics]
  if (!moving.value || !staying.value) return { diagnostics }
  const moved = shiftRows(moving.value, shiftTo.value)
  if (!moved) return { diagnostics: [...diagnostics, replayReport['case-shift'](shiftTo.span)] }
  return { value: [...moved, ...staying.value], diagnostics }
}
