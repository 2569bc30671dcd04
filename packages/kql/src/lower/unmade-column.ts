import { type Expr, spanOf, textOf } from '../frontend/syntax.ts'
import { type Expression, missing } from '../plan/expression.ts'
import type { Lowering } from './lowering.ts'

/**
 * A name that only the output of bag_unpack or pivot could have had, when no row reached it: nothing, told in a warning.
 * Kusto refuses such a query on such data, where there is nothing to answer but the rows of its other parts.
 */
export function unmadeColumn(node: Expr, lowering: Lowering): Expression | undefined {
  if (![...lowering.schemas.values()].some(schema => schema.open)) return undefined
  lowering.warnings.push({
    kind: 'semantic',
    severity: 'warning',
    code: 'unmade-column',
    message: `no row reached the plugin that would make the column ${textOf(node)}, so the query fails in Kusto on this data`,
    ...spanOf(node),
    fix: `column_ifexists("${textOf(node)}", …)`,
  })
  return missing('dynamic')
}
