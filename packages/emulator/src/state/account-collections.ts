import { collection } from './resource-store.ts'

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
