import { type ArmAnswer, answered, type Resource } from '@tripline/azure'
import { isRecord } from '@tripline/diagnostics'
import type { Change, DeployClient, Sending } from '../kind.ts'
import { csvOf, lineOf, linesIn, textOf } from './watchlist-lines.ts'

/** A watchlist with its items: as one text, and the line of each by its id. */
export async function withItems(stored: Resource, client: DeployClient): Promise<ArmAnswer<Resource>> {
  const list = await client.watchlistItems(stored.id).list()
  // A watchlist that is being deleted loses its items first.
  if (!list.ok && list.error.status !== 404) return list
  const present = list.ok ? list.value.filter(({ properties }) => properties.isDeleted !== true) : []
  const lines = present.map(({ id, properties: { itemsKeyValue } }) => [id, lineOf(cellsIn(itemsKeyValue))] as const)
  const properties = {
    ...stored.properties,
    items: textOf(lines.map(([, line]) => line)),
    itemIds: Object.fromEntries(lines),
  }
  return answered({ ...stored, properties })
}

const cellsIn = (value: unknown) => (isRecord(value) ? value : {})

/** What users have given a watchlist in the portal. */
const kept = ['displayName', 'description', 'provider', 'source', 'defaultDuration'] as const

/** An upload of the items that are missing, which adds them; then a deletion of each that is left over. */
export function watchlistSendings({ id, write, stored }: Change): readonly Sending[] {
  const { itemsSearchKey, items, columns, labels } = write.body.properties
  const old = stored?.properties ?? {}
  const has = new Set(linesIn(old.items))
  const wanted = new Set(linesIn(items))
  const missing = [...wanted].filter(line => !has.has(line))
  const properties = {
    displayName: id,
    provider: 'Tripline',
    source: `${id}.csv`,
    ...Object.fromEntries(kept.flatMap(name => (typeof old[name] === 'string' ? [[name, old[name]]] : []))),
    itemsSearchKey,
    labels: [...new Set([...textsIn(old.labels), ...textsIn(labels)])],
    sourceType: 'Local',
    contentType: 'text/csv',
    numberOfLinesToSkip: 0,
    rawContent: csvOf(textsIn(columns), missing),
  }
  const condition = stored?.etag !== undefined && { etag: stored.etag }
  const upload: Sending = client => client.watchlists.put(id, { ...condition, properties })
  const removals = leftOver(cellsIn(old.itemIds), wanted).map(
    (item): Sending =>
      client =>
        client.watchlistItems(id).delete(item),
  )
  return [...(stored && missing.length === 0 ? [] : [upload]), ...removals]
}

const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** The ids of items that are not wanted, or repeat another. */
function leftOver(itemIds: Readonly<Record<string, unknown>>, wanted: ReadonlySet<string>): readonly string[] {
  const seen = new Set<unknown>()
  return Object.entries(itemIds).flatMap(([id, line]) => {
    const isWanted = wanted.has(String(line)) && !seen.has(line)
    seen.add(line)
    return isWanted ? [] : [id]
  })
}
