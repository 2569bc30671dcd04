import { lastSettledDay, verifyVault } from '@tripline/archive'
import type { Reading, WorkspaceClient } from '@tripline/azure'
import { archiveKinds, desiredArchive, readArchive } from '@tripline/deploy'
import type { ArchiveEvidence, Gap } from '@tripline/evidence'
import type { ArchiveSettings, RoutedTable, Target } from '@tripline/project'
import { archiveStores, vaultPolicy } from '../archive/archive-stores.ts'
import { archivedByRun } from '../archive/archived-by-run.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { type ReadingLog, readState } from './read-state.ts'

/** What evidence is collected about: days in UTC. */
export interface Period {
  readonly workspace: string
  readonly from: string
  readonly to: string
}

/** Days of tables whose parts are read. */
const sampleSize = 20

interface Archived {
  readonly target: Target
  readonly tables: readonly RoutedTable[]
  readonly client: WorkspaceClient
  readonly log: ReadingLog
}

interface CollectedArchive {
  readonly readings: ReadonlyMap<string, readonly Reading[]>
  readonly verified?: ArchiveEvidence
  readonly gaps: readonly Gap[]
}

/** Reads the settings of an archive, and verifies its vault for the days of a period that have settled. */
export async function collectArchive(
  archived: Archived,
  period: Period,
  context: ProjectContext,
  io: Io,
): Promise<CollectedArchive> {
  const { target, tables, client, log } = archived
  const settings = context.project.archive
  const absent = (reason: string) => ({ readings: new Map(), gaps: [{ what: 'archive', reason, isFailure: false }] })
  if (!settings) return absent('tripline.yaml describes no archive')
  if (target.kind === 'azure' && !target.storage) return absent('the workspace has no storage, so it is not archived')
  const archive = await readArchive(client, settings, tables)
  log.take()
  const state = archive.ok ? await readState(client, desiredArchive(archive.value), archiveKinds, log) : undefined
  const verified = await verifyPeriod(archived, settings, period, context, io)
  log.take()
  return {
    readings: state?.readings ?? new Map(),
    ...('archive' in verified && { verified: verified.archive }),
    gaps: [
      ...(archive.ok ? [] : [failure('archive', archive.error)]),
      ...(state?.gaps ?? []),
      ...('gap' in verified ? [verified.gap] : []),
    ],
  }
}

const failure = (what: string, { code, message }: { readonly code: string; readonly message: string }): Gap => ({
  what,
  reason: `${code}: ${message}`,
  isFailure: true,
})

/** The sample is drawn by the time, which nobody could know before. */
async function verifyPeriod(
  { target, tables, client }: Archived,
  settings: ArchiveSettings,
  { from, to }: Period,
  context: ProjectContext,
  io: Io,
): Promise<{ readonly archive: ArchiveEvidence } | { readonly gap: Gap }> {
  const what = 'archive verification'
  const stores = archiveStores({ target, settings }, context.root, io)
  if (!stores.value) {
    return { gap: { what, reason: stores.diagnostics.map(({ message }) => message).join('; '), isFailure: true } }
  }
  const now = io.clock()
  const settled = lastSettledDay(now.getTime(), settings.settle.value)
  if (settled < from) {
    return { gap: { what, reason: `the last day that has settled is ${settled}`, isFailure: false } }
  }
  const last = to < settled ? to : settled
  const seed = now.toISOString()
  const { vault } = stores.value
  const answer = await verifyVault(vault, undefined, {
    from,
    to: last,
    tables: archivedByRun(tables, context).map(({ table }) => table),
    keep: settings.keep.value,
    policy: await vaultPolicy(client, vault.name),
    sample: { size: sampleSize, seed },
  })
  if (!answer.ok) return { gap: failure(what, answer.error) }
  return { archive: { vault: vault.name, from, to: last, seed, ...answer.value } }
}
