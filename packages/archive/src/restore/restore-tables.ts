import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { BlobStore, StoredBlob } from '@tripline/azure/blobs'
import type { Diagnostic } from '@tripline/diagnostics'
import { archiveReport } from '../archive-report.ts'
import { type Day, daysBetween } from '../day.ts'
import { fetchManifest } from '../vault/fetch-manifest.ts'
import { type ListedManifest, lastByDay, listVault, type TableState } from '../vault/vault-state.ts'
import { restoreDay, restoredParts } from './restore-day.ts'

/** Where archived rows are read from: a vault, or a folder that its blobs were copied to. */
export type VaultReader = Pick<BlobStore, 'name' | 'list' | 'read'>

/** The rows that are wanted. */
export interface WantedRows {
  readonly wants: (table: string) => boolean
  readonly from: Day
  readonly to: Day
}

/** Takes the rows of one table, day by day. */
export interface RowSink {
  /** JSON lines, cut anywhere. */
  take(bytes: Buffer): void
  endDay?(): Promise<void>
}

/** A table of which rows were wanted; it may have none. */
export interface FoundTable {
  readonly table: string
  /** Of its unpacked parts. */
  readonly bytes: number
  /** The manifests of the days. */
  readonly days: readonly ListedManifest[]
}

/** What there is of the rows. */
export interface FoundRows {
  readonly tables: readonly FoundTable[]
  /** With an error, not all of the rows can be restored. */
  readonly findings: readonly Diagnostic[]
}

/** Looks for rows: whether a day of them is missing, or a part is still in the tier Archive. */
export async function findRows(vault: VaultReader, { wants, from, to }: WantedRows): Promise<ArmAnswer<FoundRows>> {
  const listed = await listVault(vault)
  if (!listed.ok) return listed
  const days = daysBetween(from, to)
  const tables: FoundTable[] = []
  const findings: Diagnostic[] = []
  for (const state of listed.value.tables.values()) {
    if (!wants(state.table)) continue
    const found = await findTable(vault, state, days)
    if (!found.ok) return found
    tables.push(found.value.found)
    findings.push(...found.value.findings)
  }
  return answered({ tables, findings })
}

/** Reads the rows that were found of a table, each part once. */
export async function restoreTable(
  vault: VaultReader,
  { days }: FoundTable,
  { take, endDay }: RowSink,
): Promise<ArmAnswer<void>> {
  for (const day of days) {
    const manifest = await fetchManifest(vault, day)
    if (!manifest.ok) return manifest
    const restored = await restoreDay(vault, manifest.value, take)
    if (!restored.ok) return restored
    await endDay?.()
  }
  return answered(undefined)
}

/** What a table has of these days, what of it cannot be read, and what has to be known about the rows. */
async function findTable(
  vault: VaultReader,
  state: TableState,
  wanted: readonly Day[],
): Promise<ArmAnswer<{ readonly found: FoundTable; readonly findings: readonly Diagnostic[] }>> {
  const { table } = state
  const last = lastByDay(state)
  const missing = wanted.filter(day => !last.has(day))
  const findings = missing.length > 0 ? [archiveReport['archive-day-missing'](undefined, table, missing)] : []
  const days = wanted.flatMap(day => last.get(day) ?? [])
  let bytes = 0
  for (const listed of days) {
    const manifest = await fetchManifest(vault, listed)
    if (!manifest.ok) return manifest
    for (const { part } of restoredParts(manifest.value)) {
      findings.push(...partFindings(part.name, state, listed))
      for (const { length } of part.slices) bytes += length
    }
    const { day, surplus } = manifest.value
    if (surplus > 0) findings.push(archiveReport['archive-rows-twice'](undefined, table, day, surplus))
  }
  return answered({ found: { table, bytes, days }, findings })
}

function partFindings(name: string, { parts }: TableState, { blob }: ListedManifest): readonly Diagnostic[] {
  const stored = parts.get(name)
  if (!stored) return [archiveReport['archive-part-missing'](undefined, name, blob.name)]
  const state = archiveState(stored)
  return state ? [archiveReport['archive-part-archived'](undefined, name, state)] : []
}

const archiveState = ({ tier, isRehydrating }: StoredBlob): 'archived' | 'rehydrating' | undefined =>
  isRehydrating ? 'rehydrating' : tier === 'Archive' ? 'archived' : undefined
