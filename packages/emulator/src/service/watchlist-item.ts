import { caller, type WorkspaceContext } from '../http/route.ts'
import { nextEtag } from '../state/emulator-state.ts'
import type { StoredResource } from '../state/resource-store.ts'
import { anything, flag } from './shape.ts'

/** What the service sets on watchlists and items, and a caller may send back. */
export const stamps = {
  created: anything,
  updated: anything,
  createdBy: anything,
  updatedBy: anything,
  tenantId: anything,
  isDeleted: flag,
}

/** An item as the service stores it. */
export function watchlistItem(
  name: string,
  itemsKeyValue: unknown,
  stored: StoredResource | undefined,
  { clock, state }: WorkspaceContext,
): StoredResource {
  const now = clock().toISOString()
  const properties = {
    itemsKeyValue,
    watchlistItemType: 'watchlist-item',
    watchlistItemId: name,
    isDeleted: false,
    created: stored?.properties.created ?? now,
    updated: now,
    createdBy: stored?.properties.createdBy ?? caller,
    updatedBy: caller,
  }
  return { name, etag: nextEtag(state), properties }
}
