import { type ArmAnswer, type ArmError, answered, failed } from '@tripline/azure/answer'
import type { NewBlob } from '@tripline/azure/blobs'
import type { ArchiveAccess, ArchivedTable } from './close/archive-access.ts'
import { type ClosedDay, closeDay, freshFiles } from './close/close-day.ts'
import { type Day, daysBetween } from './day.ts'
import { type DayReport, dayReport } from './day-report.ts'
import { type Landing, landingContainer, listLanding } from './landing/landing.ts'
import { fetchManifest } from './vault/fetch-manifest.ts'
import { type Manifest, manifestBytes, sha256Of, sourcesDigest } from './vault/manifest.ts'
import { manifestName } from './vault/vault-names.ts'
import {
  type ListedManifest,
  lastByDay,
  listVault,
  type ManifestMetadata,
  type TableState,
} from './vault/vault-state.ts'
import { firstRowDay } from './workspace/first-row-day.ts'

/** A table whose days could not all be closed, and why. */
export interface ArchiveProblem {
  readonly table: string
  /** The day at which it ended; absent before the first. */
  readonly day?: Day
  readonly error: ArmError
}

export interface ArchiveRun {
  /** In the order in which they were closed. */
  readonly closed: readonly DayReport[]
  readonly problems: readonly ArchiveProblem[]
}

/** Who follows a run. */
export interface RunFollower {
  /** A day is about to be closed. */
  readonly onDay?: (table: string, day: Day) => void
  readonly onClosed?: (day: DayReport) => void
}

/**
 * Closes every day of the tables up to `until` that is not closed, and again those that more has landed of. May be interrupted at
 * any time and run again. A table ends at its first problem.
 */
export async function runArchive(
  tables: readonly ArchivedTable[],
  until: Day,
  access: ArchiveAccess,
  { onDay, onClosed }: RunFollower = {},
): Promise<ArmAnswer<ArchiveRun>> {
  const vault = await listVault(access.vault)
  if (!vault.ok) return vault
  const closed: DayReport[] = []
  const problems: ArchiveProblem[] = []
  for (const archived of tables) {
    const { table } = archived
    const state = vault.value.tables.get(table) ?? { table, manifests: [], parts: new Map() }
    const due = await dueDays(archived, state, until, access)
    if (!due.ok) {
      problems.push({ table, error: due.error })
      continue
    }
    const manifests = [...state.manifests]
    for (const day of due.value.days) {
      onDay?.(table, day)
      const made = await closeNext({ ...archived, day }, due.value.landing, { ...state, manifests }, access)
      if (!made.ok) {
        problems.push({ table, day, error: made.error })
        break
      }
      if (!made.value) continue
      closed.push(made.value.report)
      onClosed?.(made.value.report)
      manifests.push(made.value.listed)
    }
  }
  return answered({ closed, problems })
}

/** The days that are not closed, or not with all that has landed, by lists alone where there are manifests. */
async function dueDays(
  { table, route }: ArchivedTable,
  state: TableState,
  until: Day,
  access: ArchiveAccess,
): Promise<ArmAnswer<{ readonly days: readonly Day[]; readonly landing: Landing }>> {
  const other = state.manifests.find(({ workspace }) => workspace !== access.workspace)
  if (other) {
    const message = `${access.vault.name} archives another workspace, ${other.workspace}`
    return failed('OtherWorkspace', message)
  }
  const listed =
    route === 'export'
      ? await listLanding(access.landing(landingContainer(table)), access.workspace)
      : answered<Landing>(new Map())
  if (!listed.ok) return listed
  const landing = listed.value
  const days = lastByDay(state)
  const known = [...days.keys(), ...landing.keys()]
  const oldest = days.size > 0 ? answered(undefined) : await firstRowDay(access.queries, table)
  if (!oldest.ok) return oldest
  const [first = until] = [...known, ...(oldest.value === undefined ? [] : [oldest.value])].sort()
  const due = daysBetween(first, until).filter(day => {
    const [manifest, files] = [days.get(day), landing.get(day) ?? []]
    // Files that are gone have been swept.
    return !manifest || (files.length > 0 && manifest.sources !== sourcesDigest(files))
  })
  return answered({ days: due, landing })
}

/** Closes one day with the next manifest of its table; undefined if there is nothing new. */
async function closeNext(
  at: ArchivedTable & { readonly day: Day },
  landing: Landing,
  state: TableState,
  access: ArchiveAccess,
): Promise<ArmAnswer<{ readonly report: DayReport; readonly listed: ListedManifest } | undefined>> {
  const listed = lastByDay(state).get(at.day)
  const before = listed && (await fetchManifest(access.vault, listed))
  if (before && !before.ok) return before
  const due = { ...at, files: landing.get(at.day) ?? [], stored: state.parts, ...(before && { before: before.value }) }
  if (before && freshFiles(due).length === 0) return answered(undefined)
  const closed = await closeDay(due, access)
  if (!closed.ok) return closed
  const added = await appendManifest(closed.value, state, access)
  if (!added.ok) return added
  const { manifest, listed: next } = added.value
  return answered({ report: dayReport(manifest, before?.value), listed: next })
}

async function appendManifest(
  closed: ClosedDay,
  { table, manifests }: TableState,
  { vault, writtenBy }: ArchiveAccess,
): Promise<ArmAnswer<{ readonly manifest: Manifest; readonly listed: ListedManifest }>> {
  const last = manifests.at(-1)
  const sequence = (last?.sequence ?? 0) + 1
  const manifest: Manifest = { format: 1, ...closed, sequence, previous: last?.sha256 ?? null, writtenBy }
  const bytes = manifestBytes(manifest)
  const metadata: ManifestMetadata = {
    sha256: sha256Of(bytes),
    sources: sourcesDigest(manifest.sources),
    workspace: manifest.workspace,
    day: manifest.day,
    revision: String(manifest.revision),
  }
  const options: NewBlob = { tier: 'Cool', contentType: 'application/json', metadata }
  const name = manifestName(table, sequence)
  const created = await vault.create(name, bytes, options)
  if (!created.ok) return created
  if (created.value === 'taken') {
    return failed('AnotherRun', `another run archives ${table} at the same time`)
  }
  const { sha256, sources, workspace, day } = metadata
  const blob = { name, length: bytes.length }
  return answered({
    manifest,
    listed: { blob, sequence, day, revision: manifest.revision, workspace, sha256, sources },
  })
}
