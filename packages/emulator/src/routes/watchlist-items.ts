import { type Answer, refusal } from '../http/answer.ts'
import { inSecurityInsights } from '../http/api-versions.ts'
import { type Call, inWorkspace, type WorkspaceContext } from '../http/route.ts'
import { anything, mapOf, object, resource, text } from '../service/shape.ts'
import { stamps, watchlistItem } from '../service/watchlist-item.ts'
import { watchlistItems, watchlists } from '../state/collections.ts'
import { resourceRoutes, type Write } from './resource-routes.ts'

const body = resource(
  object({
    'itemsKeyValue!': mapOf(text()),
    entityMapping: mapOf(anything),
    watchlistItemId: text(),
    watchlistItemType: text(),
    ...stamps,
  }),
  { etag: anything },
)

/** Bytes of an item's values. */
const largestItem = 10_240

function refuseItem({ properties, call, context }: Write): string | undefined {
  const values = properties.itemsKeyValue as Readonly<Record<string, string>>
  const watchlist = watchlists(context.workspace).get(call.at.watchlistAlias!.toLowerCase())!
  const key = String(watchlist.properties.itemsSearchKey)
  if (!Object.hasOwn(values, key)) return `The item has no value for the search key '${key}'.`
  return Buffer.byteLength(JSON.stringify(values)) > largestItem ? 'The item is larger than 10 KB.' : undefined
}

function withoutWatchlist({ at }: Call, { workspace }: WorkspaceContext): Answer | undefined {
  if (watchlists(workspace).has(at.watchlistAlias!.toLowerCase())) return undefined
  return refusal(404, 'NotFound', `The watchlist '${at.watchlistAlias}' was not found.`)
}

/** The items of a watchlist, one by one. */
export const watchlistItemRoutes = resourceRoutes({
  path: inWorkspace('/providers/Microsoft.SecurityInsights/watchlists/{watchlistAlias}/watchlistItems'),
  key: 'watchlistItemId',
  noun: 'watchlist item',
  versions: inSecurityInsights('watchlists/watchlistItems'),
  held: (workspace, at) => watchlistItems(at.watchlistAlias!)(workspace),
  absentCollection: withoutWatchlist,
  body: () => body,
  paged: true,
  etagRequired: () => false,
  created: 201,
  absent: 204,
  refuse: refuseItem,
  complete: ({ name, properties, stored, context }) =>
    watchlistItem(name, properties.itemsKeyValue, stored, context).properties,
})
