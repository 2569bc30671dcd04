import { limits } from '@tripline/azure'
import {
  commonKind,
  type DesiredResource,
  type DesiredWatchlist,
  type Kind,
  type Operation,
  type Remark,
} from '../kind.ts'
import type { FieldChange } from '../plan/field-change.ts'
import { watchlistSendings, withItems } from './watchlist-items.ts'
import { csvOf, lineOf, linesIn, textOf } from './watchlist-lines.ts'

const operations: Readonly<Record<string, Operation>> = {
  New: 'change',
  InProgress: 'change',
  Uploading: 'change',
  Deleting: 'deletion',
}

/** Sent, but of no importance for what queries read. */
const notCompared = { compare: () => null }

/**
 * Watchlists with their items, which are changed one by one: an upload only adds items, and a watchlist that is deleted and
 * made again may lose them.
 */
export const watchlists: Kind = {
  ...commonKind,
  type: 'watchlists',
  noun: 'watchlist',
  fields: { itemsSearchKey: {}, items: {}, columns: notCompared, labels: notCompared },
  content: () => 'Watchlist',
  onDelete: 'Sentinel disables rules that read it',
  wanted: ({ watchlists, owner }) => watchlists.map(one => wantedWatchlist(one, owner)),
  complete: withItems,
  operationOn: ({ properties }) => operations[String(properties.provisioningState)],
  isUnfinished: ({ properties }, changes) =>
    changes.length > 0 && changes.every(change => isBetween(properties, change)),
  *judge({ wanted, stored }) {
    const { itemsSearchKey, items, columns } = wanted.body.properties
    const before = stored?.properties.itemsSearchKey
    if (before !== undefined && before !== itemsSearchKey) {
      yield {
        conflict: `the search key of a watchlist cannot be changed: it is ${before}; give the watchlist another alias`,
      }
    }
    yield* judgeItems(linesIn(items), columns as readonly string[])
  },
  describe: async stored => (await import('../describe/describe-watchlist.ts')).describeWatchlist(stored),
  absorb: async differing => (await import('../absorb/absorb-watchlist.ts')).absorbWatchlist(differing),
  sendings: watchlistSendings,
}

function wantedWatchlist({ alias, searchKey, columns, rows }: DesiredWatchlist, owner: string): DesiredResource {
  const lines = rows.map(row => lineOf(Object.fromEntries(columns.map((column, index) => [column, row[index]]))))
  const properties = {
    itemsSearchKey: searchKey,
    items: textOf(lines.filter(line => line !== '{}')),
    columns,
    labels: [owner === '' ? 'tripline' : `tripline:${owner}`],
  }
  return { type: 'watchlists', id: alias, name: alias, body: { properties } }
}

/** Whether a property is on its way from one value to the other. Of items, those that stay are there, and no others than both have. */
function isBetween(properties: Readonly<Record<string, unknown>>, { path, from, to }: FieldChange): boolean {
  if (path !== 'items') return properties[path] === to
  const [before, after, now] = [from, to, properties.items].map(text => new Set(linesIn(text)))
  const known = new Set([...before!, ...after!])
  return (
    [...known].every(line => !(before!.has(line) && after!.has(line)) || now!.has(line)) &&
    [...now!].every(line => known.has(line))
  )
}

/** Characters of a line, and bytes of an upload (3.8 MB). */
const longestLine = 10_240
const largestUpload = 3.8 * 1024 * 1024

function* judgeItems(lines: readonly string[], columns: readonly string[]): Iterable<Remark> {
  const again = lines.find((line, index) => line === lines[index - 1])
  if (again !== undefined) yield { conflict: `a row is repeated, and Sentinel keeps it once: ${again}` }
  if (lines.length > limits.items) {
    yield { conflict: `it has ${lines.length} rows; up to ${limits.items} can be compared with the workspace` }
  }
  const csv = csvOf(columns, lines)
  if (Buffer.byteLength(csv) > largestUpload)
    yield { conflict: 'it is larger than 3.8 MB, the most that one upload takes' }
  const long = csv.split('\n').find(line => line.length > longestLine)
  if (long !== undefined) {
    yield { conflict: `a row is longer than the ${longestLine} characters that Sentinel takes: ${long.slice(0, 60)}…` }
  }
}
