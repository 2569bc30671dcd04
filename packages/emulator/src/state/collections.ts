import { collection, type StoredResource } from './world.ts'

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
export const metadata = collection<StoredResource>('metadata')
export const savedSearches = collection<StoredResource>('savedSearches')
export const tables = collection<StoredTable>('tables')
export const operations = collection<StoredOperation>('operations')
export const watchlists = collection<StoredResource>('watchlists')
/** The items of one watchlist. */
export const watchlistItems = (alias: string) => collection<StoredResource>(itemsOf(alias))
export const itemsOf = (alias: string): string => `watchlistItems/${alias.toLowerCase()}`

/** What a storage account was created with. */
export interface StoredAccount {
  readonly location: string
  readonly kind: string
  readonly sku: { readonly name: string }
  readonly properties: Readonly<Record<string, unknown>>
  readonly createdAt: string
}

export interface StoredContainer {
  readonly name: string
  readonly etag: string
  readonly modified: string
  readonly metadata?: Readonly<Record<string, string>>
}

/** A time-based policy of a container. */
export interface StoredPolicy {
  readonly etag: string
  readonly days: number
  readonly locked: boolean
  /** Whether Append Block is allowed: to append blobs, or also to block blobs. */
  readonly appends?: 'append' | 'all'
  readonly updates: readonly {
    readonly update: 'put' | 'lock' | 'extend'
    readonly days: number
    readonly at: string
  }[]
}

export interface StoredLifecycle {
  readonly policy: unknown
  readonly modified: string
}

/** Each in a storage account; the account itself and its lifecycle under one key. */
export const accountSettings = collection<StoredAccount>('account')
export const lifecycles = collection<StoredLifecycle>('managementPolicies')
export const containers = collection<StoredContainer>('containers')
/** By container. */
export const policies = collection<StoredPolicy>('immutabilityPolicies')

/** A blob without its bytes, which the store of bytes has under `bytes`. */
export interface StoredBlob {
  readonly name: string
  readonly type: 'BlockBlob' | 'AppendBlob'
  readonly etag: string
  readonly created: string
  readonly modified: string
  readonly length: number
  readonly md5?: string
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
  readonly tier: string
  /** The tier that an archived blob is on its way to, and when it gets there. */
  readonly rehydration?: { readonly tier: string; readonly readyAt: string }
  /** Appends so far. */
  readonly appended?: number
  /** Identifies the bytes; parts follow each other. */
  readonly bytes: readonly string[]
}

/** The blobs of one container by name, which minds case. */
export const blobs = (container: string) => collection<StoredBlob>(`blobs/${container}`)

/** Blocks that are not part of a blob yet, by blob and id. */
export interface StagedBlocks {
  readonly blocks: Readonly<Record<string, { readonly bytes: string; readonly length: number }>>
}

export const stagedBlocks = (container: string) => collection<StagedBlocks>(`blocks/${container}`)
