import type { Column } from '@tripline/schemas'
import type { WatchlistSchema } from '../world/query-world.ts'

/** Columns that the service adds to every watchlist (semantics 17.9). */
const added: readonly Column[] = [
  { name: 'SearchKey', type: 'string' },
  { name: '_DTItemId', type: 'string' },
  { name: 'LastUpdatedTimeUTC', type: 'datetime' },
]

/** The columns of a watchlist: those of its file, all strings, and those that the service adds. */
export function watchlistColumns({ columns }: Pick<WatchlistSchema, 'columns'>): readonly Column[] {
  const own = new Set(columns)
  return [...columns.map((name): Column => ({ name, type: 'string' })), ...added.filter(({ name }) => !own.has(name))]
}
