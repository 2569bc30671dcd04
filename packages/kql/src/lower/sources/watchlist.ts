import { didYouMean, nearest } from '@tripline/diagnostics'
import { type Expr, spanOf } from '../../frontend/syntax.ts'
import { watchlistColumns } from '../../frontend/watchlist-columns.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import { refusalText } from '../../refusals/refusal-text.ts'
import { watchlistTable } from '../../world/stored-table.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { literalRows } from './literal-rows.ts'
import { tableScan } from './table-scan.ts'

/** `_GetWatchlist("alias")`: all of its rows, regardless of the window (semantics 17.9). */
export function lowerWatchlist(node: Expr, alias: Expr | undefined, scope: Scope, lowering: Lowering): PlanNode {
  const constant = alias && lowering.expression(alias, scope)
  if (constant?.op !== 'literal') return refuse(node, 'watchlist-alias')
  const name = String(constant.value)
  const watchlist = lowering.watchlists.get(name)
  if (!watchlist) {
    lowering.undeclaredWatchlists.add(name)
    lowering.warnings.push({ ...undeclared(name, lowering), severity: 'warning', ...spanOf(node) })
  }
  const columns = watchlistColumns(watchlist ?? { columns: [] }).map(
    (column): PlanColumn => ({ ...column, id: lowering.newId() }),
  )
  const stored = lowering.stored.get(watchlistTable(name))
  return stored ? tableScan(stored, columns, node, lowering) : literalRows(columns, [], node, lowering)
}

function undeclared(name: string, { watchlists }: Lowering) {
  const fix = didYouMean(nearest(name, [...watchlists.keys()]))
  return { ...refusalText('watchlist-undeclared', name), ...(fix !== undefined && { fix }) }
}
