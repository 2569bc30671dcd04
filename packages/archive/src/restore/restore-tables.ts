import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { StoredBlob } from '@tripline/azure/blobs'
import type { Diagnostic } from '@tripline/diagnostics'
import pLimit from 'p-limit'
import { archiveReport } from '../archive-report.ts'
import { type Day, daysBetween } from '../day.ts'
import { chainFindings } from '../vault/chain.ts'
import { fetchManifest, manifestsAtOnce } from '../vault/fetch-manifest.ts'
import { type ListedManifest, lastByDay, type TableState } from '../vault/vault-state.ts'
import type { RestoredPart } from './choose-rows.ts'
import { restoreDay, restoredParts } from './restore-day.ts'
import type { VaultReader } from './vault-reader.ts'

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
  readonly days: readonly FoundDay[]
}

/** A day of a table. */
export interface FoundDay {
  readonly day: Day
  /** SHA-256 of its last manifest, in hexadecimal. */
  readonly manifest: string
  readonly parts: readonly RestoredPart[]
}

/** What there is of the rows. */
export interface FoundRows {
  readonly tables: readonly FoundTable[]
  /** With an error, not all of the rows can be restored. */
  readonly findings: readonly Diagnostic[]
}

/** Looks for rows: whether a day of them is missing, or a part is still in the tier Archive. */
export async function findRows(vault: VaultReader, { wants, from, to }: WantedRows): Promise<ArmAnswer<FoundRows>> {
  const states = await vault.tables(wants)
  if (!states.ok) return states
  const days = daysBetween(from, to)
  const tables: FoundTable[] = []
  const findings: Diagnostic[] = []
  for (const state of states.value) {
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
  for (const { parts } of days) {
    const restored = await restoreDay(vault, parts, take)
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
  const findings = [
    ...chainFindings(state),
    ...(missing.length > 0 ? [archiveReport['archive-day-missing'](undefined, table, missing)] : []),
  ]
  const archived = wanted.flatMap(day => last.get(day) ?? [])
  const days: FoundDay[] = []
  for (const day of await pLimit(manifestsAtOnce).map(archived, listed => findDay(vault, state, listed))) {
    if (!day.ok) return day
    days.push(day.value.found)
    findings.push(...day.value.findings)
  }
  return answered({ found: { table, days }, findings })
}

async function findDay(
  vault: VaultReader,
  state: TableState,
  listed: ListedManifest,
): Promise<ArmAnswer<{ readonly found: FoundDay; readonly findings: readonly Diagnostic[] }>> {
  const manifest = await fetchManifest(vault, listed)
  if (!manifest.ok) return manifest
  const { day, surplus } = manifest.value
  const parts = restoredParts(manifest.value)
  const findings = parts.flatMap(({ part }) => partFindings(part, state, listed))
  if (surplus > 0) findings.push(archiveReport['archive-rows-twice'](undefined, state.table, day, surplus))
  return answered({ found: { day, manifest: listed.sha256, parts }, findings })
}

function partFindings(
  { name, length }: RestoredPart['part'],
  { parts }: TableState,
  { blob }: ListedManifest,
): readonly Diagnostic[] {
  const stored = parts.get(name)
  if (!stored) return [archiveReport['archive-part-missing'](undefined, name, blob.name)]
  if (stored.length !== length) {
    return [archiveReport['archive-part-changed'](undefined, name, `${stored.length} bytes instead of ${length}`)]
  }
  const state = archiveState(stored)
  return state ? [archiveReport['archive-part-archived'](undefined, name, state)] : []
}

const archiveState = ({ tier, isRehydrating }: StoredBlob): 'archived' | 'rehydrating' | undefined =>
  isRehydrating ? 'rehydrating' : tier === 'Archive' ? 'archived' : undefined
