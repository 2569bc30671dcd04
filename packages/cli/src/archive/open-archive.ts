import { type Allowance, limits, type WorkspaceClient } from '@tripline/azure'
import type { Diagnosed } from '@tripline/diagnostics'
import { type ArchiveSettings, archivedTables, type RoutedTable, type Target } from '@tripline/project'
import { analysisCache } from '../cache/cache-location.ts'
import { commandReport } from '../command-line/command-report.ts'
import { connectTarget } from '../deploy/connect-target.ts'
import type { Io } from '../process/io.ts'
import { findTarget, type ProjectContext } from '../project/command-context.ts'
import { soundRules, tablesRead } from '../project/sound-rules.ts'

/** The archive of a workspace as the project describes it, and the clients of the workspace. */
export interface OpenArchive {
  readonly target: Target
  readonly settings: ArchiveSettings
  readonly tables: readonly RoutedTable[]
  readonly client: WorkspaceClient
}

/** Opens the archive of a workspace; nothing is sent yet. By default, its clients may do what one command needs. */
export async function openArchive(
  name: string,
  context: ProjectContext,
  io: Io,
  allowance: Allowance = limits.command,
): Promise<Diagnosed<OpenArchive>> {
  const { project, root } = context
  const { value: target, diagnostics } = findTarget(project, name)
  if (!target) return { diagnostics }
  const { archive: settings } = project
  if (!settings) return { diagnostics: [commandReport['archive-missing'](undefined)] }
  if (target.kind === 'azure' && !target.storage) {
    return { diagnostics: [commandReport['storage-missing'](target.name.span, name)] }
  }
  const sound = await soundRules([], context, analysisCache(io))
  if (!sound.value) return { diagnostics: sound.diagnostics }
  const tables = archivedTables(settings.tables, tablesRead(sound.value, target, project))
  const client = connectTarget(target, root, io, allowance)
  if (!client.value) return { diagnostics: client.diagnostics }
  return { value: { target, settings, tables, client: client.value }, diagnostics: client.diagnostics }
}
