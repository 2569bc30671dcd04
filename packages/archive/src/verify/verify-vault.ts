import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { BlobStore } from '@tripline/azure/blobs'
import type { Diagnostic } from '@tripline/diagnostics'
import { archiveReport } from '../archive-report.ts'
import type { Day } from '../day.ts'
import { landingContainer } from '../landing/landing.ts'
import { fetchManifest } from '../vault/fetch-manifest.ts'
import { sha256Of } from '../vault/manifest.ts'
import { type ListedManifest, listVault } from '../vault/vault-state.ts'
import { checkLanding } from './check-landing.ts'
import { checkPart } from './check-part.ts'
import { policyFindings, type VaultPolicy } from './policy-findings.ts'
import { type Period, type VerifiedTable, verifyTable } from './verify-table.ts'

/** What to verify. */
export interface VerifyOptions extends Period {
  /** Tables of which something must be archived. */
  readonly tables: readonly string[]
  /** Days that the vault must protect. */
  readonly keep: number
  readonly policy: VaultPolicy
  /** A day whose parts are read, and its files if they still are in the landing container. */
  readonly deep?: Day | undefined
  /** So many days of tables, drawn by the seed, whose parts are read if they are not archived. */
  readonly sample?: { readonly size: number; readonly seed: string } | undefined
}

/** What was verified, and what is wrong. */
export interface Verification {
  readonly tables: readonly VerifiedTable[]
  /** The days that were drawn, and whether their parts could be read. */
  readonly sample: readonly { readonly table: string; readonly day: Day; readonly isRead: boolean }[]
  readonly findings: readonly Diagnostic[]
}

/** Verifies an archive. Only a deep day needs more than the vault, and only if its landing container is given. */
export async function verifyVault(
  vault: BlobStore,
  landing: ((container: string) => BlobStore) | undefined,
  options: VerifyOptions,
): Promise<ArmAnswer<Verification>> {
  const listed = await listVault(vault)
  if (!listed.ok) return listed
  const { tables, strange } = listed.value
  const findings: Diagnostic[] = [
    ...policyFindings(vault.name, options.policy, options.keep),
    ...strange.map(({ name }) => archiveReport['archive-blob-unknown'](undefined, name)),
    ...options.tables
      .filter(table => !tables.get(table)?.manifests.length)
      .map(table => archiveReport['archive-table-missing'](undefined, table)),
  ]
  const summaries: VerifiedTable[] = []
  const days: ArchivedDay[] = []
  for (const state of tables.values()) {
    const checked = await verifyTable(vault, state, options)
    if (!checked.ok) return checked
    summaries.push(checked.value.summary)
    findings.push(...checked.value.findings)
    days.push(...checked.value.days.map(listed => ({ table: state.table, listed })))
  }
  for (const day of days.filter(({ listed }) => listed.day === options.deep)) {
    const deep = await deepFindings(vault, landing, day)
    if (!deep.ok) return deep
    findings.push(...deep.value)
  }
  const sample: Verification['sample'][number][] = []
  for (const day of drawn(days, options.sample)) {
    const deep = await deepFindings(vault, undefined, day)
    if (!deep.ok) return deep
    const isRead = deep.value.every(({ id }) => id !== 'archive-part-archived')
    sample.push({ table: day.table, day: day.listed.day, isRead })
    findings.push(...deep.value.filter(({ id }) => id !== 'archive-part-archived'))
  }
  return answered({ tables: summaries, sample, findings })
}

interface ArchivedDay {
  readonly table: string
  readonly listed: ListedManifest
}

/** Reads the parts of a day, and what has landed of it if a landing container is given. */
async function deepFindings(
  vault: BlobStore,
  landing: ((container: string) => BlobStore) | undefined,
  { table, listed }: ArchivedDay,
): Promise<ArmAnswer<readonly Diagnostic[]>> {
  const manifest = await fetchManifest(vault, listed)
  if (!manifest.ok) return manifest
  const findings: Diagnostic[] = []
  for (const part of manifest.value.parts) {
    const checked = await checkPart(vault, part)
    // A part that is missing or too short is reported as such.
    if (!checked.ok && checked.error.status !== 404 && checked.error.status !== 416) return checked
    if (checked.ok) findings.push(...checked.value)
  }
  const store = landing?.(landingContainer(table))
  const changed = store ? await checkLanding(store, manifest.value) : answered([])
  return changed.ok ? answered([...findings, ...changed.value]) : changed
}

/** The same for the same seed, and nobody can say in advance which days it is for another. */
function drawn(days: readonly ArchivedDay[], sample: VerifyOptions['sample']): readonly ArchivedDay[] {
  if (!sample) return []
  const ranked = days.map(day => [sha256Of(`${sample.seed}/${day.table}/${day.listed.day}`), day] as const)
  ranked.sort(([one], [other]) => (one < other ? -1 : 1))
  return ranked.slice(0, sample.size).map(([, day]) => day)
}
