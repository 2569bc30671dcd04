import {
  archiveKinds,
  type DesiredArchive,
  desiredArchive,
  noChoices,
  planDeploy,
  readActual,
  readArchive,
} from '@tripline/deploy'
import type { Diagnosed } from '@tripline/diagnostics'
import type { Target } from '@tripline/project'
import { commandReport } from '../command-line/command-report.ts'
import type { Planned } from '../deploy/plan-target.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { openArchive } from './open-archive.ts'

/** A plan of an archive, and the archive that it makes. */
export interface ArchivePlan extends Planned {
  readonly target: Target
  readonly archive: DesiredArchive
}

/** Compares the archive that the project describes with what a workspace and its storage accounts have. */
export async function planArchive(name: string, context: ProjectContext, io: Io): Promise<Diagnosed<ArchivePlan>> {
  const { value: opened, diagnostics } = await openArchive(name, context, io)
  if (!opened) return { diagnostics }
  const { client, settings, tables, target } = opened
  const unusable = ({ code, message }: { readonly code: string; readonly message: string }) => ({
    diagnostics: [commandReport['remote-unusable'](target.name.span, name, code, message)],
  })
  const archive = await readArchive(client, settings, tables)
  if (!archive.ok) return unusable(archive.error)
  const desired = desiredArchive(archive.value)
  const actual = await readActual(client, desired, archiveKinds)
  if (!actual.ok) return unusable(actual.error)
  const { resource } = client
  const plan = planDeploy({ name, resource }, desired, actual.value, noChoices, archiveKinds)
  return { value: { plan, client, target, archive: archive.value }, diagnostics }
}
