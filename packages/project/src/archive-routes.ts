import type { Located } from '@tripline/diagnostics'
import { mapOf, oneOf, type Reader } from '@tripline/yaml'
import { projectReport } from './project-report.ts'

/**
 * How rows of a table reach the archive: by data export, by queries, by diagnostic settings of their source, which only are
 * checked, or not at all.
 */
const routes = ['export', 'query', 'diagnostics', 'none'] as const
export type ArchiveRoute = (typeof routes)[number]

/** The route of one table as the file has it. */
interface NamedRoute {
  readonly table: Located<string>
  readonly route: Located<ArchiveRoute>
}

export interface ArchiveRoutes {
  /** For tables that rules read; absent: export. */
  readonly default?: Located<ArchiveRoute>
  readonly named: readonly NamedRoute[]
}

/** A table and its route, whether the file names it or rules read it. */
export interface RoutedTable {
  readonly table: string
  readonly route: ArchiveRoute
  /** Where the file says so. */
  readonly written?: NamedRoute
}

const written = mapOf(oneOf(routes))

/** `{ default: export, AzureDiagnostics: query }` */
export const archiveRoutes: Reader<ArchiveRoutes> = {
  ...written,
  read(node, reading) {
    const entries = written.read(node, reading)
    if (!entries) return undefined
    const initial = entries.find(({ key }) => key.value === 'default')?.value
    const named = entries.flatMap(({ key: table, value: route }) =>
      table.value === 'default' ? [] : [{ table, route }],
    )
    const known = new Set<string>()
    for (const { table } of named) {
      const key = table.value.toLowerCase()
      if (known.has(key)) reading.report(projectReport['archive-table-twice'](table.span, table.value))
      known.add(key)
    }
    return { ...(initial && { default: initial }), named }
  },
}

/** The tables that the file names and those that rules read, by name; ways of spelling a name are one table. */
export function archivedTables(
  { named, default: initial }: ArchiveRoutes,
  read: Iterable<string>,
): readonly RoutedTable[] {
  const route = initial?.value ?? 'export'
  const tables = new Map<string, RoutedTable>(
    named.map(one => [one.table.value.toLowerCase(), { table: one.table.value, route: one.route.value, written: one }]),
  )
  // Queries have the spelling of the catalogue.
  for (const table of read) {
    const key = table.toLowerCase()
    tables.set(key, { ...(tables.get(key) ?? { route }), table })
  }
  return [...tables].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, table]) => table)
}
