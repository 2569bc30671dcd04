import type { Day } from './day.ts'
import type { Manifest, Part, Verdict } from './vault/manifest.ts'

/** A day that was closed, in short. */
export interface DayReport {
  readonly table: string
  readonly day: Day
  readonly revision: number
  readonly verdict: Verdict
  readonly missing: number
  readonly surplus: number
  readonly undated: number
  readonly reason?: string
  /** That have landed, and their rows. */
  readonly files: number
  readonly landed: number
  /** Rows that the workspace has counted; absent if it could not be asked. */
  readonly workspace?: number
  /** All parts of the day, and whether they are new. */
  readonly parts: readonly (Pick<Part, 'name' | 'rows' | 'length' | 'sha256' | 'origin'> & {
    readonly isNew: boolean
  })[]
}

/** What a manifest says, in short; parts are new if the manifest before it does not have them. */
export function dayReport(manifest: Manifest, before: Manifest | undefined): DayReport {
  const { table, day, revision, verdict, missing, surplus, undated, reason, sources, parts, hours } = manifest
  const known = new Set(before?.parts.map(({ name }) => name))
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  return {
    table,
    day,
    revision,
    verdict,
    missing,
    surplus,
    undated,
    ...(reason !== undefined && { reason }),
    files: sources.length,
    landed: sum(sources.map(({ rows }) => rows)),
    ...(verdict !== 'unproved' && { workspace: sum(hours.map(hour => hour.workspace ?? 0)) }),
    parts: parts.map(({ name, rows, length, sha256, origin }) => {
      return { name, rows, length, sha256, origin, isNew: !known.has(name) }
    }),
  }
}
