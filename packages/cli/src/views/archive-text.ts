import type { DeployPlan, DesiredArchive, WorkspaceTable } from '@tripline/deploy'
import { type Printable, printable } from '@tripline/diagnostics'
import { documentedExport, exportContainer } from '@tripline/schemas'
import type { ArchivedVolume } from '../archive/archived-volume.ts'

/** What is shown of an archive that is planned. */
export interface ShownArchive {
  readonly plan: DeployPlan
  readonly archive: DesiredArchive
  /** Absent: not known. */
  readonly volume?: ArchivedVolume
}

/** How far the route of a table can be relied on before its rows have been counted. */
export function confidenceIn({ table, route, plan }: WorkspaceTable): string {
  if (route === 'none') return 'not archived'
  if (route === 'diagnostics') return 'delivered by the diagnostic settings of its source; not packed, not verified'
  if (plan === undefined) return 'the workspace has no such table'
  if (route === 'query') return 'read by queries, day by day'
  const documented = documentedExport(table)
  if (documented.support === 'unsupported' || plan === 'Auxiliary') {
    return 'data export does not support it; every row is filled by queries'
  }
  if (documented.support === 'partial') return `supported in part: ${documented.lacks} are filled by queries`
  return documented.support === 'listed'
    ? 'was on the list of supported tables, no exception today'
    : 'supported by omission only; believed once its rows are counted'
}

/** Where the rows of a table land, and how they are protected there. */
function landingOf({ table, route }: WorkspaceTable, { settings }: DesiredArchive): string | undefined {
  if (route !== 'export') return undefined
  const container = exportContainer(table)
  if (container === undefined) return 'a container whose name is not known before it appears'
  return `${container}, protected ${settings.landing.protect.value} d, appends allowed`
}

/** A line per table, in columns, and one for the vault. */
export function archiveLines(archive: DesiredArchive): readonly Printable[] {
  const { vault, keep } = archive.settings
  const rows = archive.tables.map(table => {
    const landing = landingOf(table, archive)
    return [
      table.table,
      table.route,
      landing === undefined ? confidenceIn(table) : `${landing}; ${confidenceIn(table)}`,
    ]
  })
  const kept = `${vault.tier.value}, kept ${keep.value} d, not final before it is locked`
  const all = [...rows, [vault.container.value, 'vault', kept]]
  const widths = [0, 1].map(index => Math.max(...all.map(row => row[index]!.length)))
  return all.map(([name, route, rest]) =>
    printable(`${name!.padEnd(widths[0]!)}  ${route!.padEnd(widths[1]!)}  ${rest}`),
  )
}

const rounded = (gigabytes: number): string => (gigabytes >= 10 ? gigabytes.toFixed(0) : gigabytes.toPrecision(2))

export const volumeLine = (volume: ArchivedVolume | undefined): Printable =>
  printable(
    volume
      ? `at least ${rounded(volume.exported)} GB a month exported, about ${rounded(volume.packed)} GB a month archived`
      : 'how much is exported and archived is not known: the workspace counts nothing of these tables',
  )
