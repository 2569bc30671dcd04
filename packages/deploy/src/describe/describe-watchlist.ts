import type { Resource } from '@tripline/azure'
import type { Description, Members } from '../kind.ts'
import { columnsIn, csvOf, linesIn } from '../kinds/watchlist-lines.ts'

/** A watchlist as a file of CSV, and its search key. */
export function describeWatchlist({ id, properties }: Resource): Description | { readonly reason: string } {
  const { itemsSearchKey: searchKey, items } = properties
  if (typeof searchKey !== 'string') return { reason: 'it has no search key' }
  const lines = linesIn(items)
  const columns = [...new Set([searchKey, ...columnsIn(lines)])]
  return {
    file: { folder: 'watchlists', stem: id.replace(/[^\w.-]/g, '_'), ending: '.csv', text: csvOf(columns, lines) },
    settings: (root, path) => ({
      ...root,
      watchlists: { ...(root.watchlists as Members | undefined), [id]: { file: path, searchKey } },
    }),
    diagnostics: [],
  }
}
