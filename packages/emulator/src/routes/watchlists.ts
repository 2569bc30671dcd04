import { type Answer, refusal } from '../http/answer.ts'
import { inSecurityInsights } from '../http/api-versions.ts'
import { type Call, caller, inWorkspace, resourceId, type WorkspaceContext } from '../http/route.ts'
import { disableRules } from '../service/disable-rules.ts'
import { runningOperation, startOperation } from '../service/operation.ts'
import { anything, listOf, object, oneOf, resource, text, whole } from '../service/shape.ts'
import { stamps, watchlistItem } from '../service/watchlist-item.ts'
import { type WatchlistRow, watchlistRows } from '../service/watchlist-rows.ts'
import { type Change, ghostsOf, itemsOf, watchlistItems, watchlists } from '../state/collections.ts'
import { nextId } from '../state/emulator-state.ts'
import type { StoredResource } from '../state/resource-store.ts'
import { resourceRoutes, type Write } from './resource-routes.ts'

const path = inWorkspace('/providers/Microsoft.SecurityInsights/watchlists')

const body = resource(
  object({
    'displayName!': text(1),
    'provider!': text(1),
    'itemsSearchKey!': text(1),
    source: text(),
    // The service refuses the values of older clients: "Local file", "Remote storage".
    sourceType: oneOf('Local', 'AzureStorage'),
    description: text(),
    labels: listOf(text()),
    defaultDuration: text(),
    watchlistAlias: text(),
    watchlistId: text(),
    watchlistType: text(),
    numberOfLinesToSkip: whole(0, 1_000_000),
    rawContent: text(),
    contentType: text(),
    uploadStatus: anything,
    provisioningState: anything,
    ...stamps,
  }),
  { etag: anything },
)

const idOf = (call: Call, name: string, { workspace }: WorkspaceContext): string =>
  `${resourceId(path, call, workspace)}/${name}`

const isRemoval = ({ value }: Change): boolean => value === undefined

function stateOf(name: string, call: Call, context: WorkspaceContext): string {
  const running = runningOperation(context.workspace, idOf(call, name, context))
  if (!running) return 'Succeeded'
  return running.changes.some(isRemoval) ? 'Deleting' : 'InProgress'
}

const rowsOf = ({ properties }: Write): readonly WatchlistRow[] | string =>
  typeof properties.rawContent === 'string'
    ? watchlistRows({
        rawContent: properties.rawContent,
        contentType: String(properties.contentType ?? 'text/csv'),
        linesToSkip: Number(properties.numberOfLinesToSkip ?? 0),
        searchKey: String(properties.itemsSearchKey),
      })
    : []

function refuse(write: Write): string | undefined {
  const { name, call, properties, stored, context } = write
  if (stateOf(name, call, context) === 'Deleting') return `Delete of the watchlist '${name}' is currently in progress.`
  if (properties.sourceType === 'AzureStorage') return 'The emulator takes the content of a watchlist from the request.'
  if (properties.watchlistAlias !== undefined && properties.watchlistAlias !== call.at.watchlistAlias) {
    return `The alias '${properties.watchlistAlias}' is not that of the path, '${call.at.watchlistAlias}'.`
  }
  if (stored && properties.itemsSearchKey !== stored.properties.itemsSearchKey) {
    return `The search key of the watchlist '${name}' cannot be changed.`
  }
  const rows = rowsOf(write)
  return typeof rows === 'string' ? rows : undefined
}

function complete({ name, properties, stored, context }: Write) {
  const { rawContent, contentType, numberOfLinesToSkip, uploadStatus, provisioningState, ...sent } = properties
  const now = context.clock().toISOString()
  return {
    ...sent,
    watchlistId: stored?.properties.watchlistId ?? nextId(context.state),
    watchlistAlias: name,
    watchlistType: 'watchlist',
    isDeleted: false,
    created: stored?.properties.created ?? now,
    updated: now,
    createdBy: stored?.properties.createdBy ?? caller,
    updatedBy: caller,
  }
}

/** The content only adds rows; what comes while an upload runs is lost, as users of the service report. */
function upload(write: Write): Answer['headers'] {
  const { name, call, context, stored } = write
  const id = idOf(call, name, context)
  const rows = rowsOf(write)
  if (typeof rows === 'string' || (rows.length === 0 && stored) || runningOperation(context.workspace, id))
    return undefined
  const changes = rows.map(row => {
    const item = watchlistItem(nextId(context.state), row, undefined, context)
    return { of: itemsOf(name), key: item.name, value: item }
  })
  const { status } = startOperation(call, context, id, changes)
  return stored ? undefined : { 'Azure-AsyncOperation': status }
}

function remove({ name }: StoredResource, call: Call, context: WorkspaceContext): Answer {
  if (stateOf(name, call, context) !== 'Succeeded') {
    return refusal(409, 'Conflict', `The watchlist '${name}' is being uploaded or deleted. Try again later.`)
  }
  disableRules(context, name, `the watchlist ${name} was deleted`)
  const ghosts = context.chance.happens('ghost') ? [...watchlistItems(name)(context.workspace).values()] : []
  const { status, result } = startOperation(call, context, idOf(call, name, context), [
    ...ghosts.map(item => ({ of: ghostsOf(name), key: item.name, value: item })),
    { of: itemsOf(name) },
    { of: 'watchlists', key: name.toLowerCase() },
  ])
  // The clients of the versions of 2022 know no 202 here.
  const answered = call.apiVersion < '2023' ? 200 : 202
  return { status: answered, headers: { 'Azure-AsyncOperation': status, Location: result } }
}

/** Watchlists, which operations upload and delete. */
export const watchlistRoutes = resourceRoutes({
  path,
  key: 'watchlistAlias',
  noun: 'watchlist',
  versions: inSecurityInsights('watchlists'),
  held: watchlists,
  body: () => body,
  paged: true,
  shown: ({ name, properties }, call, context) => ({ ...properties, provisioningState: stateOf(name, call, context) }),
  etagRequired: () => false,
  created: 201,
  absent: 204,
  refuse,
  complete,
  written: upload,
  remove,
})
