import type { ArmAnswer, Queries } from '@tripline/azure'
import type { BlobStore, NewBlob } from '@tripline/azure/blobs'
import type { Route } from '../vault/manifest.ts'

/** A table to archive. */
export interface ArchivedTable {
  /** As the catalogue spells it. */
  readonly table: string
  readonly route: Route
}

/** What an archive reads and writes. */
export interface ArchiveAccess {
  /** The id of the workspace. */
  readonly workspace: string
  readonly queries: Queries
  /** Days in which rows of a table can be queried. */
  readonly retentionDays: (table: string) => Promise<ArmAnswer<number>>
  readonly landing: (container: string) => BlobStore
  readonly vault: BlobStore
  /** Of the rows. */
  readonly tier: NewBlob['tier']
  /** The tool and its version, and an id of this run. */
  readonly writtenBy: { readonly tool: string; readonly run: string }
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Packed bytes after which a day goes on in another part. */
  readonly largestPart: number
}

/** 4 GB; a part ends with the file that it is in. */
export const largestPart = 4_000_000_000
