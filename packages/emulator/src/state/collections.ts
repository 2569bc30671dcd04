import { collection, type StoredResource } from './resource-store.ts'

/** A table as far as it differs from a new one. Days; null follows the default: the workspace's, and the interactive one for the total. */
export interface StoredTable {
  /** Absent: Analytics. */
  readonly plan?: string
  readonly lastPlanModifiedDate?: string
  readonly retentionInDays: number | null
  readonly totalRetentionInDays: number | null
  /** The schema of a custom table as it was sent. */
  readonly schema?: StoredSchema
}

export interface StoredSchema {
  readonly name: string
  readonly displayName?: string
  readonly description?: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

/** An entry of a collection to set or, without a value, to remove; without a key, all of them. */
export interface Change {
  readonly of: string
  readonly key?: string
  readonly value?: unknown
}

/** Changes that are in force from `readyAt` on. */
export interface StoredOperation {
  readonly id: string
  /** The ARM id of what changes, in lower case; it is locked meanwhile. */
  readonly resource: string
  readonly startedAt: string
  readonly readyAt: string
  readonly changes: readonly Change[]
  readonly done?: true
}

/** What of the workspace itself differs from a new one. */
export interface WorkspaceSettings {
  readonly retentionInDays?: number
}

export const settings = collection<WorkspaceSettings>('settings')
export const alertRules = collection<StoredResource>('alertRules')
/** When rules were deleted, by id. */
export const deletedRules = collection<{ readonly at: string }>('deletedRules')
export const automationRules = collection<StoredResource>('automationRules')
export const dataExports = collection<StoredResource>('dataExports')
/** The time (ISO 8601) up to which a table was exported, by account and table. */
export const exportedUntil = collection<{ readonly until: string }>('exportedUntil')
export const metadata = collection<StoredResource>('metadata')
export const savedSearches = collection<StoredResource>('savedSearches')
export const tables = collection<StoredTable>('tables')
export const operations = collection<StoredOperation>('operations')
export const watchlists = collection<StoredResource>('watchlists')
/** The items of one watchlist. */
export const watchlistItems = (alias: string) => collection<StoredResource>(itemsOf(alias))
/** Items of watchlists of this alias that were deleted, but not from what queries read. */
export const ghostItems = (alias: string) => collection<StoredResource>(ghostsOf(alias))
export const ghostsOf = (alias: string): string => `ghostItems/${alias.toLowerCase()}`
export const itemsOf = (alias: string): string => `watchlistItems/${alias.toLowerCase()}`
