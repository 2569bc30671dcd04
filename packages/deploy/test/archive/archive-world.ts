import type { WorkspaceClient } from '@tripline/azure'
import type { Located } from '@tripline/diagnostics'
import type { EmulatorOptions } from '@tripline/emulator'
import type { ArchiveSettings, ArchiveTier, RoutedTable } from '@tripline/project'
import { loadCatalogue } from '@tripline/schemas'
import {
  archiveKinds,
  type DeployPlan,
  desiredArchive,
  noChoices,
  planDeploy,
  readActual,
  readArchive,
} from '../../src/index.ts'
import { emulated } from '../emulated-workspace.ts'

/** A list of all tables would take most of the time. */
const names = ['SigninLogs', 'AuditLogs', 'AzureDiagnostics', 'SecurityEvent']

export const accounts =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Storage/storageAccounts'

const span = { file: { path: 'tripline.yaml', text: '' }, start: 0, end: 0 }
const written = <T>(value: T): Located<T> => ({ value, span })

interface Keys {
  readonly keep?: number
  readonly protect?: number
  readonly tier?: ArchiveTier
}

/** An archive in the accounts `stlanding` and `stvault`. */
export const archive = ({ keep = 2192, protect = 30, tier = 'Archive' }: Keys = {}): ArchiveSettings => ({
  span,
  keep: written(keep),
  settle: written(72),
  landing: { account: written('stlanding'), protect: written(protect) },
  vault: { account: written('stvault'), container: written('logs'), tier: written(tier) },
  tables: { named: [] },
})

export const exported = (...tables: readonly string[]): readonly RoutedTable[] =>
  tables.map(table => ({ table, route: 'export' }))

/** An emulator with both accounts. */
export const archiveWorld = (options: Partial<EmulatorOptions> = {}) =>
  emulated({ catalogue: { ...loadCatalogue(), names }, storageAccounts: ['stlanding', 'stvault'], ...options })

/** The plan of an archive. */
export async function planArchive(
  workspace: WorkspaceClient,
  settings = archive(),
  tables = exported('SigninLogs', 'AuditLogs'),
): Promise<DeployPlan> {
  const wanted = await readArchive(workspace, settings, tables)
  if (!wanted.ok) throw new Error(wanted.error.message)
  const desired = desiredArchive(wanted.value)
  const actual = await readActual(workspace, desired, archiveKinds)
  if (!actual.ok) throw new Error(actual.error.message)
  return planDeploy({ name: 'local', resource: workspace.resource }, desired, actual.value, noChoices, archiveKinds)
}
