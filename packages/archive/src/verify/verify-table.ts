import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { BlobStore } from '@tripline/azure/blobs'
import type { Diagnostic } from '@tripline/diagnostics'
import pLimit from 'p-limit'
import { archiveReport } from '../archive-report.ts'
import { type Day, daysBetween } from '../day.ts'
import { chainFindings, continues } from '../vault/chain.ts'
import { fetchManifest, manifestChanged, manifestsAtOnce } from '../vault/fetch-manifest.ts'
import type { Manifest } from '../vault/manifest.ts'
import { type ListedManifest, lastByDay, type TableState } from '../vault/vault-state.ts'

/** The days that are asked about. */
export interface Period {
  /** From the first manifest of each table by default. */
  readonly from?: Day | undefined
  readonly to: Day
}

/** What was seen of a table. */
export interface VerifiedTable {
  readonly table: string
  /** Days of the period with a manifest, and all manifests of the table. */
  readonly days: number
  readonly manifests: number
  readonly parts: number
  readonly rows: number
  /** Packed. */
  readonly bytes: number
  /** SHA-256 of the last manifest, which stands for all of them; null without one. */
  readonly head: string | null
}

export interface CheckedTable {
  readonly summary: VerifiedTable
  readonly findings: readonly Diagnostic[]
  /** The last manifests of the days of the period, of which those that could be read. */
  readonly days: readonly ListedManifest[]
}

/** Compares what a list shows of a table with what its manifests say, all of which are read. */
export async function verifyTable(
  store: BlobStore,
  state: TableState,
  { from, to }: Period,
): Promise<ArmAnswer<CheckedTable>> {
  const findings: Diagnostic[] = [...chainFindings(state)]
  const inPeriod = (day: Day) => (from === undefined || day >= from) && day <= to
  const last = lastByDay(state)
  const first = from ?? [...last.keys()].sort()[0] ?? to
  const missing = daysBetween(first, to).filter(day => !last.has(day))
  if (missing.length > 0) findings.push(archiveReport['archive-day-missing'](undefined, state.table, missing))

  const limit = pLimit(manifestsAtOnce)
  const claimed = new Set<string>()
  const days: ListedManifest[] = []
  const unproved: Day[] = []
  const sums = { parts: 0, rows: 0, bytes: 0 }
  const unread = new Set<Day>()
  let broken: ArmAnswer<never> | undefined
  const read = async (listed: ListedManifest, index: number): Promise<void> => {
    if (broken) return
    const manifest = await fetchManifest(store, listed)
    if (!manifest.ok) {
      if (manifest.error.code !== manifestChanged) broken ??= manifest
      unread.add(listed.day)
      findings.push(archiveReport['archive-manifest-changed'](undefined, listed.blob.name))
      return
    }
    if (!continues(manifest.value, state.manifests[index - 1])) {
      findings.push(archiveReport['archive-chain-broken'](undefined, listed.blob.name))
    }
    for (const { name } of manifest.value.parts) claimed.add(name)
    if (last.get(listed.day) === listed && inPeriod(listed.day)) {
      findings.push(...partFindings(manifest.value, listed, state))
      days.push(listed)
      const { day, verdict, undated, parts } = manifest.value
      if (verdict === 'unproved') unproved.push(day)
      if (undated > 0) findings.push(archiveReport['archive-undated'](undefined, state.table, day, undated))
      for (const { rows, length } of parts) {
        sums.parts += 1
        sums.rows += rows
        sums.bytes += length
      }
    }
  }
  await Promise.all(state.manifests.map((listed, index) => limit(() => read(listed, index))))
  if (broken) return broken
  for (const name of state.parts.keys()) {
    if (
      !claimed.has(name) &&
      ![...unread].some(day => name.startsWith(`${state.table}/${day.replaceAll('-', '/')}/`))
    ) {
      findings.push(archiveReport['archive-part-unclaimed'](undefined, name))
    }
  }
  if (unproved.length > 0) findings.push(archiveReport['archive-unproved'](undefined, state.table, unproved.sort()))
  days.sort((one, other) => (one.day < other.day ? -1 : 1))
  const head = state.manifests.at(-1)?.sha256 ?? null
  const summary = { table: state.table, days: days.length, manifests: state.manifests.length, ...sums, head }
  return answered({ summary, findings, days })
}

function partFindings({ parts }: Manifest, { blob }: ListedManifest, state: TableState): readonly Diagnostic[] {
  return parts.flatMap(({ name, length, md5, sha256, rows }) => {
    const stored = state.parts.get(name)
    if (!stored) return [archiveReport['archive-part-missing'](undefined, name, blob.name)]
    const wrong = [
      stored.length !== length && `${stored.length} bytes instead of ${length}`,
      stored.md5 !== md5 && 'another MD5',
      (stored.metadata.sha256 !== sha256 || stored.metadata.rows !== String(rows)) && 'other metadata',
    ].find(text => text !== false)
    return wrong === undefined ? [] : [archiveReport['archive-part-changed'](undefined, name, wrong)]
  })
}
