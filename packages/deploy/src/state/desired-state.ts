import type { TableRetention } from '@tripline/azure'
import type { TableRetention as ProjectTable, Retention } from '@tripline/project'
import type { CompiledRule } from '@tripline/rules'

/** A rule as compiled from its file. */
export type DesiredRule = Pick<CompiledRule, 'id' | 'name' | 'apiVersion' | 'body' | 'reads'>

/** Desired retention of a table; absent settings are not compared. */
export interface DesiredTable {
  readonly name: string
  readonly retention: TableRetention
}

/** The desired resources of a workspace. Others are left alone. */
export interface DesiredState {
  readonly rules: readonly DesiredRule[]
  readonly tables: readonly DesiredTable[]
}

/** The rules, and the retention of every table that they read or that the project names. */
export function desiredState(rules: readonly DesiredRule[], retention: Retention): DesiredState {
  const own = new Map(retention.tables.map(period => [period.table.value, period]))
  const read = rules.flatMap(({ reads }) => reads)
  const tables = [...new Set([...own.keys(), ...read])].flatMap((name): DesiredTable[] => {
    const { plan, interactive, total }: Partial<ProjectTable> = own.get(name) ?? retention.default
    const settings: TableRetention = {
      ...(plan && { plan: plan.value }),
      ...(interactive && { retentionInDays: interactive.value }),
      ...(total && { totalRetentionInDays: total.value }),
    }
    return Object.keys(settings).length > 0 ? [{ name, retention: settings }] : []
  })
  return { rules, tables }
}
