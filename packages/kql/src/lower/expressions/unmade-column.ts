import { type Expr, spanOf, textOf } from '../../frontend/syntax.ts'
import { type Expression, missing } from '../../plan/expression.ts'
import type { Lowering } from '../lowering.ts'

/**
 * A name that only the output of bag_unpack or pivot could have had, when no row reached it: nothing, told in a warning.
 * Kusto refuses such a query on such data, where there is nothing to answer but the rows of its other parts. What could as
 * well be a column of a watchlist is neither.
 */
export function unmadeColumn(node: Expr, lowering: Lowering): Expression | undefined {
  if (!someOpen(lowering)) return watchlistColumn(node, textOf(node), lowering)
  if (lowering.undeclaredWatchlists.size > 0) return undefined
  warn(
    node,
    `no row reached the plugin that would make the column ${textOf(node)}, so the query fails in Kusto on this data`,
    lowering,
    `column_ifexists("${textOf(node)}", …)`,
  )
  return missing('dynamic')
}

/** A name that only the file of a watchlist could have had which nobody declares, and which is therefore empty (semantics 17.9). */
export function watchlistColumn(node: Expr, name: string, lowering: Lowering): Expression | undefined {
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
