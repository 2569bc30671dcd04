import { type ArmAnswer, answered } from '@tripline/azure'
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
  endDay(): Promise<void>
}

/** What was restored, unless something cannot be. */
export interface RestoredTables {
  /** Tables of which rows were wanted; some may have none. */
  readonly tables: readonly string[]
  /** With an error, nothing was restored. */
  readonly findings: readonly Diagnostic[]
}

/**
 * Reads the archived rows of tables, each part once. Nothing is read if a day is missing, or a part is still in the tier Archive.
 */
export async function restoreTables(
  vault: VaultReader,
  { wants, from, to }: WantedRows,
  open: (table: string) => RowSink,
): Promise<ArmAnswer<RestoredTables>> {
  const listed = await listVault(vault)
  if (!listed.ok) return listed
  const days = daysBetween(from, to)
  const states = [...listed.value.tables.values()].filter(({ table }) => wants(table))
  const findings: Diagnostic[] = []
  for (const state of states) {
    const looked = await unreadable(vault, state, days)
    if (!looked.ok) return looked
    findings.push(...looked.value)
  }
  const tables = states.map(({ table }) => table)
  if (findings.some(({ severity }) => severity === 'error')) return answered({ tables, findings })
  for (const state of states) {
    const sink = open(state.table)
    for (const manifest of manifestsOf(state, days)) {
      const fetched = await fetchManifest(vault, manifest)
      if (!fetched.ok) return fetched
      const restored = await restoreDay(vault, fetched.value, sink.take)
      if (!restored.ok) return restored
      await sink.endDay()
    }
  }
  return answered({ tables, findings })
}

const manifestsOf = (state: TableState, days: readonly Day[]): readonly ListedManifest[] => {
  const last = lastByDay(state)
  return days.flatMap(day => last.get(day) ?? [])
}

/** What of these days cannot be read, and what has to be known about their rows. */
async function unreadable(
  vault: VaultReader,
  state: TableState,
  days: readonly Day[],
): Promise<ArmAnswer<readonly Diagnostic[]>> {
  const last = lastByDay(state)
  const missing = days.filter(day => !last.has(day))
  const findings = missing.length > 0 ? [archiveReport['archive-day-missing'](undefined, state.table, missing)] : []
  for (const listed of manifestsOf(state, days)) {
    const manifest = await fetchManifest(vault, listed)
    if (!manifest.ok) return manifest
    for (const { part } of restoredParts(manifest.value)) findings.push(...partFindings(part.name, state, listed))
    const { day, surplus } = manifest.value
    if (surplus > 0) findings.push(archiveReport['archive-rows-twice'](undefined, state.table, day, surplus))
  }
  return answered(findings)
}

function partFindings(name: string, { parts }: TableState, { blob }: ListedManifest): readonly Diagnostic[] {
  const stored = parts.get(name)
  if (!stored) return [archiveReport['archive-part-missing'](undefined, name, blob.name)]
  const state = archiveState(stored)
  return state ? [archiveReport['archive-part-archived'](undefined, name, state)] : []
}

const archiveState = ({ tier, isRehydrating }: StoredBlob): 'archived' | 'rehydrating' | undefined =>
  isRehydrating ? 'rehydrating' : tier === 'Archive' ? 'archived' : undefined
