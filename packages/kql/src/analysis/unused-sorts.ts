import { descendants, type Expr, is, nodeName, spanOf } from '../frontend/syntax.ts'
import type { TextSpan } from '../world/query-diagnostic.ts'

/** Operators that keep or transform rows one by one. */
const orderless: ReadonlySet<string> = new Set([
  'FilterOperator',
  'ExtendOperator',
  'ProjectOperator',
  'ProjectAwayOperator',
  'ProjectKeepOperator',
  'ProjectRenameOperator',
  'ProjectReorderOperator',
])

const ordered = /^(?:row_|prev$|next$)/

const usesOrder = (operator: Expr): boolean =>
  [...descendants(operator)].some(
    node => is(node, 'FunctionCallExpression') && ordered.test(node.Name!.SimpleName ?? ''),
  )

/** Sorts of the result whose order nothing afterwards uses. */
export function unusedSorts(result: Expr): readonly TextSpan[] {
  const sorts: TextSpan[] = []
  for (let node = result; is(node, 'PipeExpression'); node = node.Expression!) {
    const operator = node.Operator!
    if (is(operator, 'SortOperator')) sorts.push(spanOf(operator.Keyword!))
    else if (!orderless.has(nodeName(operator)) || usesOrder(operator)) break
  }
  return sorts
}
