import { budgets } from '@tripline/budgets'
import type { TypedTable } from '@tripline/kql/engine'
import type { ResourceStore } from '../state/resource-store.ts'
import { badKustoRequest, type KustoError } from './kusto-error.ts'

/** The tables that clients of the Kusto endpoint made in each workspace: in memory, until the emulator ends. */
export type MadeTables = Map<ResourceStore, readonly TypedTable[]>

/** Tables with one more, or another one of that name. */
export const withTable = (tables: readonly TypedTable[], one: TypedTable): readonly TypedTable[] => [
  ...tables.filter(({ table }) => table.name !== one.table.name),
  one,
]

/** Why there are too many rows, if there are. */
export function tooManyRows(tables: readonly TypedTable[]): KustoError | undefined {
  const most = budgets['data-rows'].limit
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0)
  return rows > most
    ? badKustoRequest(`The emulator holds at most ${most} rows of tables that clients made.`)
    : undefined
}
