import type { ArmClient } from '../arm/arm-client.ts'
import type { Clock } from '../http/request-budget.ts'
import { alertRules } from './alert-rules.ts'
import { type Collection, type CollectionRow, collection } from './collection.ts'
import { metadata } from './metadata.ts'
import { savedSearches } from './saved-searches.ts'
import { tables } from './tables.ts'
import { watchlistItems } from './watchlist-items.ts'
import { watchlists } from './watchlists.ts'
import { workspace } from './workspace.ts'

/** Every type of resource that this package reads and writes. */
export const resourceTypes = { workspace, tables, watchlists, savedSearches, alertRules, metadata } satisfies Readonly<
  Record<string, CollectionRow>
>

export type ResourceType = keyof typeof resourceTypes

/** A workspace's collections by type. */
export type Collections = { readonly [Type in ResourceType]: Collection } & {
  /** The items of the watchlist with that alias. */
  watchlistItems(alias: string): Collection
}

export function collections(client: ArmClient, workspacePath: string, time: Pick<Clock, 'now' | 'wait'>): Collections {
  const open = (row: CollectionRow) => collection(client, workspacePath, row, time)
  const entries = Object.entries(resourceTypes).map(([type, row]) => [type, open(row)])
  return { ...Object.fromEntries(entries), watchlistItems: (alias: string) => open(watchlistItems(alias)) }
}

/** The ARM id of a resource of the workspace with that id. */
export function resourceId(workspace: string, type: ResourceType, id: string): string {
  const { path }: CollectionRow = resourceTypes[type]
  return path === undefined ? workspace : `${workspace}/${path}/${id}`
}
