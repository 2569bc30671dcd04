import { descendants, type Expr, is, nodeName, spanOf } from '../frontend/syntax.ts'
import type { TextSpan } from '../world/query-diagnostic.ts'

/** Operators that leave rows as they are, one by one. */
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

/** Sorts of the result's own rows after which nothing asks for their order. */
export function idleSorts(result: Expr): readonly TextSpan[] {
  const sorts: TextSpan[] = []
  for (let node = result; is(node, 'PipeExpression'); node = node.Expression!) {
    const operator = node.Operator!
    if (is(operator, 'SortOperator')) sorts.push(spanOf(operator.Keyword!))
    else if (!orderless.has(nodeName(operator)) || usesOrder(operator)) break
  }
  return sorts
}
