import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { BlobStore } from '@tripline/azure/blobs'
import { type Diagnostic, isError } from '@tripline/diagnostics'
import { archiveReport } from '../archive-report.ts'
import { type Day, millisecondsPerDay } from '../day.ts'
import { type LandingFile, landingContainer, listLanding } from '../landing/landing.ts'
import { fetchManifest } from '../vault/fetch-manifest.ts'
import { lastByDay, listVault, type TableState } from '../vault/vault-state.ts'
import { checkPart } from '../verify/check-part.ts'
import { policyFindings, type VaultPolicy } from '../verify/policy-findings.ts'
import { verifyTable } from '../verify/verify-table.ts'
import { archivedFiles, partsWith } from './archived-files.ts'

/** What a sweep reads, and deletes landed files of. */
export interface SweepAccess {
  /** The id of the workspace. */
  readonly workspace: string
  readonly vault: BlobStore
  readonly landing: (container: string) => BlobStore
  /** Days that the policy of a landing container protects a file after the last append; 0 without one. */
  readonly protectedDays: (container: string) => Promise<ArmAnswer<number>>
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export interface SweepOptions {
  /** Tables that data export delivers, as the catalogue spells them. */
  readonly tables: readonly string[]
  /** Days that the vault must protect, and its policy. */
  readonly keep: number
  readonly policy: VaultPolicy
  /** Whether files are deleted, or only looked for. */
  readonly deletes: boolean
}

/** Files of a table and day that were, or could be, deleted; `kept` are protected still, or not archived as they are now. */
export interface SweptDay {
  readonly table: string
  readonly day: Day
  readonly files: number
  readonly bytes: number
  readonly kept: number
}

export interface LandingSweep {
  readonly days: readonly SweptDay[]
  /** Because of an error, files of its table or day stay. */
  readonly findings: readonly Diagnostic[]
}

/**
 * Deletes landed files that are archived: the vault is locked and as recorded, no policy protects the file any more, its last
 * manifest has it with the same etag, and the parts with its bytes were read just now. Everything else stays.
 */
export async function sweepLanding(access: SweepAccess, options: SweepOptions): Promise<ArmAnswer<LandingSweep>> {
  const { vault, workspace } = access
  const unprotected = policyFindings(vault.name, options.policy, options.keep)
  if (unprotected.length > 0) return answered({ days: [], findings: unprotected })
  const listed = await listVault(vault)
  if (!listed.ok) return listed
  const days: SweptDay[] = []
  const findings: Diagnostic[] = []
  for (const table of options.tables) {
    const state = listed.value.tables.get(table)
    if (!state) continue
    const files = await listLanding(access.landing(landingContainer(table)), workspace)
    if (!files.ok) return files
    if (files.value.size === 0) continue
    const recorded = await verifyTable(vault, state, { to: lastDay(state) })
    if (!recorded.ok) return recorded
    const wrong = recorded.value.findings.filter(isError)
    findings.push(...wrong)
    if (wrong.length > 0) continue
    const protectedDays = await access.protectedDays(landingContainer(table))
    if (!protectedDays.ok) return protectedDays
    const expired = access.now() - protectedDays.value * millisecondsPerDay
    for (const [day, landed] of files.value) {
      const swept = await sweepDay(state, day, landed, expired, access, options)
      if (!swept.ok) return swept
      findings.push(...swept.value.findings)
      if (swept.value.swept.files > 0) days.push(swept.value.swept)
    }
  }
  return answered({ days, findings })
}

const lastDay = (state: TableState): Day => [...lastByDay(state).keys()].sort().at(-1) ?? ''

interface DaySweep {
  readonly swept: SweptDay
  readonly findings: readonly Diagnostic[]
}

/** Files whose last append was at `expired` or before are no longer protected. */
async function sweepDay(
  state: TableState,
  day: Day,
  landed: readonly LandingFile[],
  expired: number,
  { vault, landing }: SweepAccess,
  { deletes }: SweepOptions,
): Promise<ArmAnswer<DaySweep>> {
  const { table } = state
  const result = (files: readonly LandingFile[], findings: readonly Diagnostic[]) => {
    const bytes = files.reduce((sum, { length }) => sum + length, 0)
    const swept = { table, day, files: files.length, bytes, kept: landed.length - files.length }
    return answered({ swept, findings })
  }
  const due = landed.filter(({ modified }) => Date.parse(modified) <= expired)
  const listed = lastByDay(state).get(day)
  if (due.length === 0 || !listed) return result([], [])
  const manifest = await fetchManifest(vault, listed)
  if (!manifest.ok) return manifest
  const archived = archivedFiles(due, manifest.value)
  const findings: Diagnostic[] = []
  for (const part of partsWith(archived, manifest.value)) {
    const checked = await checkPart(vault, part)
    if (!checked.ok) return checked
    findings.push(...checked.value)
  }
  if (findings.length > 0) return result([], findings)
  if (!deletes) return result(archived, [])
  const store = landing(landingContainer(table))
  const gone: LandingFile[] = []
  for (const file of archived) {
    const removed = await store.remove(file)
    if (removed.ok || removed.error.status === 404) gone.push(file)
    else
      findings.push(
        archiveReport['archive-file-not-deleted'](undefined, `${store.name}/${file.name}`, removed.error.message),
      )
  }
  return result(gone, findings)
}
