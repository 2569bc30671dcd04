import type { ArmClient } from '../arm/arm-client.ts'
import { alertRules } from './alert-rules.ts'
import { automationRules } from './automation-rules.ts'
import { blobContainers } from './blob-containers.ts'
import { type Collection, type CollectionRow, collection, type ResourcesById, type Time } from './collection.ts'
import { dataExports } from './data-exports.ts'
import { type ImmutabilityPolicies, immutabilityPolicies } from './immutability-policies.ts'
import { metadata } from './metadata.ts'
import { savedSearches } from './saved-searches.ts'
import { storageAccounts } from './storage-accounts.ts'
import { storageResources } from './storage-resources.ts'
import { tables } from './tables.ts'
import { watchlistItems } from './watchlist-items.ts'
import { watchlists } from './watchlists.ts'
import { workspace } from './workspace.ts'

/** Every type of resource of a workspace that this package reads and writes. */
export const resourceTypes = {
  workspace,
  tables,
  watchlists,
  savedSearches,
  alertRules,
  automationRules,
  dataExports,
  metadata,
} satisfies Readonly<Record<string, CollectionRow>>

export type WorkspaceResourceType = keyof typeof resourceTypes

/** What belongs to the storage accounts of a workspace's archive. */
export interface StorageCollections {
  readonly storageAccounts: Pick<ResourcesById, 'get'>
  readonly blobContainers: ResourcesById
  readonly immutabilityPolicies: ImmutabilityPolicies
}

export type ResourceType = WorkspaceResourceType | keyof StorageCollections

/** A workspace's collections by type. */
export type Collections = StorageCollections & { readonly [Type in WorkspaceResourceType]: Collection } & {
  /** The items of the watchlist with that alias. */
  watchlistItems(alias: string): Collection
}

/** The collections of a workspace and its storage accounts, by the paths of both. */
export function collections(client: ArmClient, workspacePath: string, accounts: string, time: Time): Collections {
  const open = (row: CollectionRow) => collection(client, workspacePath, row, time)
  const entries = Object.entries(resourceTypes).map(([type, row]) => [type, open(row)])
  const storage: StorageCollections = {
    storageAccounts: storageAccounts(client, accounts),
    blobContainers: storageResources(client, accounts, blobContainers, time),
    immutabilityPolicies: immutabilityPolicies(client, accounts, time),
  }
  return { ...Object.fromEntries(entries), ...storage, watchlistItems: (alias: string) => open(watchlistItems(alias)) }
}

export const isOfWorkspace = (type: ResourceType): type is WorkspaceResourceType => Object.hasOwn(resourceTypes, type)

/** The ARM id of a resource of the workspace with that id. */
export function resourceId(workspace: string, type: WorkspaceResourceType, id: string): string {
  const { path }: CollectionRow = resourceTypes[type]
  return path === undefined ? workspace : `${workspace}/${path}/${id}`
}
