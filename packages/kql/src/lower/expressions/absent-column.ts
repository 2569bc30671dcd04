import { type Expr, spanOf } from '../../frontend/syntax.ts'
import { type Expression, missing } from '../../plan/expression.ts'
import type { Lowering } from '../lowering.ts'

/**
 * A column that only bag_unpack or pivot could have produced, when no row reached the plugin: null, with a warning. Kusto
 * rejects the query on such data, although other parts of it may have rows. Not for names that could as well be columns of a
 * watchlist.
 */
export function absentColumn(node: Expr, name: string, lowering: Lowering): Expression | undefined {
  if (!someOpen(lowering)) return watchlistColumn(node, name, lowering)
  if (lowering.undeclaredWatchlists.size > 0) return undefined
  warn(
    node,
    `no row reached the plugin that would make the column ${name}, so the query fails in Kusto on this data`,
    lowering,
    `column_ifexists("${name}", …)`,
  )
  return missing('dynamic')
}

/** A column that only the file of an undeclared watchlist could have, and which is therefore empty (semantics 17.9). */
function watchlistColumn(node: Expr, name: string, lowering: Lowering): Expression | undefined {
  const [alias] = lowering.undeclaredWatchlists
  if (alias === undefined || someOpen(lowering)) return undefined
  warn(node, `the column ${name} is taken for one of the watchlist ${alias}, which is not declared`, lowering)
  return missing('string')
}

const someOpen = ({ schemas }: Lowering): boolean => [...schemas.values()].some(schema => schema.open)

const warn = (node: Expr, message: string, lowering: Lowering, fix?: string) =>
  lowering.warnings.push({
    kind: 'semantic',
    severity: 'warning',
    code: 'unmade-column',
    message,
    ...spanOf(node),
    ...(fix !== undefined && { fix }),
  })
