import { type Meter, meter } from '@tripline/budgets'
import { type Diagnosed, type Located, nearest } from '@tripline/diagnostics'
import type { TypedWatchlist } from '@tripline/kql/engine'
import type { Watchlist } from '@tripline/project'
import type { WatchlistRows } from '@tripline/rules'
import { replayReport } from '../replay-report.ts'

/** A watchlist that a case writes out; a column that a row lacks is empty, as every value is a text. */
export function writtenWatchlist(
  { alias, rows }: WatchlistRows,
  declared: readonly Watchlist[],
  spending: Meter = meter(),
): Diagnosed<TypedWatchlist> {
  const searchKey = declared.find(candidate => candidate.alias.value === alias.value)?.searchKey.value
  if (searchKey === undefined) return { diagnostics: [unknownWatchlist(alias, declared)] }
  const columns = [...new Set([searchKey, ...rows.flatMap(row => row.map(({ column }) => column.value))])]
  const without = rows.find(row => !row.some(({ column }) => column.value === searchKey))
  if (without) {
    const span = without[0]?.column.span ?? alias.span
    return { diagnostics: [replayReport['case-search-key'](span, searchKey)] }
  }
  const cells = rows.map(row => {
    const values = new Map(row.map(({ column, value }) => [column.value, value.value === null ? '' : value.text]))
    return [...columns.map(column => values.get(column) ?? ''), values.get(searchKey)!]
  })
  const size = cells.flat().reduce((sum, cell) => sum + cell.length, 0)
  const exceeded = spending.spend('data-rows', cells.length) ?? spending.spend('data-size', size)
  if (exceeded) return { diagnostics: [replayReport['case-too-large'](alias.span, exceeded)] }
  const hasOwn = columns.includes('SearchKey')
  if (hasOwn && searchKey !== 'SearchKey')
    return { diagnostics: [replayReport['case-own-search-key'](alias.span, searchKey)] }
  return {
    value: hasOwn
      ? { alias: alias.value, columns, rows: cells.map(row => row.slice(0, -1)) }
      : { alias: alias.value, columns: [...columns, 'SearchKey'], rows: cells },
    diagnostics: [],
  }
}

export const unknownWatchlist = (alias: Located<string>, watchlists: readonly Watchlist[]) =>
  replayReport['case-unknown-watchlist'](
    alias.span,
    alias.value,
    nearest(
      alias.value,
      watchlists.map(watchlist => watchlist.alias.value),
    ),
  )
