import { folderVault, type VaultReader, vaultReader } from '@tripline/archive'
import type { Diagnosed } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'
import type { Io } from '../process/io.ts'
import { type CommandContext, findTarget } from '../project/command-context.ts'

/** Where archived rows are: a folder with a copy of the vault, or the workspace that the vault belongs to. */
export interface ArchiveLocation {
  readonly data?: string | undefined
  readonly workspace?: string | undefined
}

/** Opens a vault for reading; the clients of Azure are loaded for a workspace alone. */
export async function openVault(
  { data, workspace }: ArchiveLocation,
  { project, root }: CommandContext,
  io: Io,
): Promise<Diagnosed<VaultReader>> {
  if (data !== undefined) return { value: folderVault(named(data)), diagnostics: [] }
  if (!project) return { diagnostics: [commandReport['project-missing'](undefined, 'the current folder')] }
  const target = findTarget(project, workspace!)
  if (!target.value) return { diagnostics: target.diagnostics }
  if (!project.archive) return { diagnostics: [commandReport['archive-missing'](undefined)] }
  const { archiveStores } = await import('./archive-stores.ts')
  const stores = archiveStores({ target: target.value, settings: project.archive }, root, io)
  return stores.value
    ? { value: vaultReader(stores.value.vault), diagnostics: [] }
    : { diagnostics: stores.diagnostics }
}
