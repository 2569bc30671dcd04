import { createHash } from 'node:crypto'
import type { Day } from '../day.ts'

/** How rows of a table reach the vault: from what data export has landed, or by queries alone. */
export type Route = 'export' | 'query'

/** A file of the landing container, as far as it is archived. */
export interface Source {
  /** Of the blob. */
  readonly name: string
  readonly etag: string
  readonly length: number
  /** Of those bytes, in hexadecimal. */
  readonly sha256: string
  readonly rows: number
  /** TimeGenerated, as the file has it. */
  readonly first?: string
  readonly last?: string
}

/** Bytes of a part that are those of a source, or rows of an hour as a query returned them. */
export interface Slice {
  /** The name of a source, or an hour such as `2026-03-01T13`. */
  readonly of: string
  /** In the source, of its first byte. */
  readonly from: number
  /** In the unpacked part, of its first byte. */
  readonly offset: number
  readonly length: number
  readonly sha256: string
  readonly rows: number
}

/** Where a slice ends in the unpacked part; 0 before the first. */
export const sliceEnd = (slice: Pick<Slice, 'offset' | 'length'> | undefined): number =>
  slice ? slice.offset + slice.length : 0

/** A blob with rows of the day. */
export interface Part {
  readonly name: string
  /** Packed bytes. */
  readonly length: number
  /** Of the packed bytes: base64, as the service shows it, and hexadecimal. */
  readonly md5: string
  readonly sha256: string
  readonly rows: number
  /** Whether its rows landed, or were queried. */
  readonly origin: 'landing' | 'workspace'
  readonly slices: readonly Slice[]
}

/** Rows of an hour. */
export interface HourCount {
  readonly hour: string
  readonly landed: number
  /** In the workspace when it was asked; absent if it could not be. */
  readonly workspace?: number
  /** The part with the hour's rows as the workspace had them; those that landed do not count then. */
  readonly filledBy?: string
}

/**
 * `complete`: as many rows landed as the workspace has; `filled`: the workspace had more, and gave them; `surplus`: rows were
 * delivered twice; `unproved`: the workspace could not be asked.
 */
export type Verdict = 'complete' | 'filled' | 'surplus' | 'unproved'

/** All that is known about a day of a table; a later one about the same day replaces it. */
export interface Manifest {
  readonly format: 1
  /** The id of the workspace. */
  readonly workspace: string
  readonly table: string
  readonly day: Day
  /** From 1 for each table; for each day of it. */
  readonly sequence: number
  readonly revision: number
  /** SHA-256 of the manifest before it of this table, in hexadecimal; null for the first. */
  readonly previous: string | null
  readonly route: Route
  readonly sources: readonly Source[]
  readonly parts: readonly Part[]
  /** Hours with rows anywhere. */
  readonly hours: readonly HourCount[]
  readonly verdict: Verdict
  /** Rows that did not land, and rows that landed more than once. */
  readonly missing: number
  readonly surplus: number
  /** Rows whose TimeGenerated could not be read. */
  readonly undated: number
  /** Why it is unproved. */
  readonly reason?: string
  /** ISO 8601. */
  readonly closedAt: string
  readonly writtenBy: { readonly tool: string; readonly run: string }
}

/** The bytes of a manifest: keys in the order of the alphabet, no white space but a final newline. */
export const manifestBytes = (manifest: Manifest): Buffer => Buffer.from(`${canonical(manifest)}\n`)

export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  members.sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}

/** Stands for what had landed of a day, so that a list of files shows whether anything came since. */
export const sourcesDigest = (sources: readonly Pick<Source, 'name' | 'etag' | 'length'>[]): string =>
  sha256Of(JSON.stringify(sources.map(({ name, etag, length }) => [name, etag, length])))
