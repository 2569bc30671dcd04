import type { DesiredResource, StoredByType } from '@tripline/deploy'
import type { RetainedTable } from '@tripline/evidence'
import type { RoutedTable } from '@tripline/project'

/** The tables that rules read, the project names or the archive has, by name. */
export function retainedTables(
  desired: readonly DesiredResource[],
  stored: StoredByType['tables'] | undefined,
  read: readonly string[],
  archived: readonly RoutedTable[],
): readonly RetainedTable[] {
  const own = new Map(desired.filter(({ type }) => type === 'tables').map(one => [one.id.toLowerCase(), one]))
  const routes = new Map(archived.map(({ table, route }) => [table.toLowerCase(), route]))
  const reads = new Set(read.map(name => name.toLowerCase()))
  const names = [...[...own.values()].map(({ id }) => id), ...read, ...archived.map(({ table }) => table)]
  const distinct = new Map(names.map(name => [name.toLowerCase(), name]))
  return [...distinct]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, table]): RetainedTable => {
      const live = stored?.get(key)?.properties
      const { retentionInDays: interactive, totalRetentionInDays: total } = own.get(key)?.body.properties ?? {}
      const archive = routes.get(key)
      return {
        table,
        ...(live && {
          live: {
            plan: String(live.plan ?? 'Analytics'),
            interactive: Number(live.retentionInDays),
            total: Number(live.totalRetentionInDays),
            isInherited: live.retentionInDaysAsDefault === true,
          },
        }),
        wanted: {
          ...(typeof interactive === 'number' && { interactive }),
          ...(typeof total === 'number' && { total }),
        },
        isReadByRules: reads.has(key),
        ...(archive !== undefined && { archive }),
      }
    })
}
