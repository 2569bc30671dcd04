import { type Expr, is } from '../../frontend/syntax.ts'
import type { ForeignTable } from '../../world/foreign-table.ts'
import { argumentsOf } from '../expressions/special-call.ts'

/** `workspace("…").T`, with a constant for the workspace; undefined for any other expression. */
export function foreignTableAt(node: Expr): ForeignTable | undefined {
  if (!is(node, 'PathExpression') || !is(node.Selector, 'NameReference')) return undefined
  const call = node.Expression
  if (!is(call, 'FunctionCallExpression') || call.Name!.SimpleName !== 'workspace') return undefined
  const workspace = argumentsOf(call)[0]?.ConstantValue as unknown
  return typeof workspace === 'string' ? { workspace, table: node.Selector.SimpleName! } : undefined
}
