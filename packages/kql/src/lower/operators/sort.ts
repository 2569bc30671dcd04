import { type Expr, elementsOf, is, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { project } from '../../plan/build.ts'
import type { OrderKey } from '../../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import { carryOrder } from '../carry-columns.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'

/** sort, order: descending by default; the sort is stable. */
export function lowerSort(
  node: Nodes['SortOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  return sorted(elementsOf(node.Expressions), node, input, environment, lowering)
}

/** The input sorted by the keys; computed keys become hidden columns. */
export function sorted(
  keys: readonly Expr[],
  node: Expr,
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const scope = rowScope(input, environment)
  const lowered = keys.map(key => lowering.expression(is(key, 'OrderedExpression') ? key.Expression! : key, scope))
  const columns: PlanColumn[] = lowered.map((expression, index) => {
    if (expression.type === 'guid' || expression.type === 'dynamic') refuse(keys[index]!, 'sort-type', expression.type)
    if (expression.op !== 'column') {
      const id = lowering.newId()
      return { id, name: id, type: expression.type, hidden: true }
    }
    return scope.input.plan.columns.find(column => column.id === expression.id) ?? refuse(keys[index]!, 'sort-key')
  })
  const computed = lowered.flatMap((expression, index) =>
    expression.op === 'column' ? [] : [{ column: columns[index]!, expression }],
  )
  const base =
    computed.length === 0
      ? scope.input.plan
      : project(
          scope.input.plan,
          computed.map(({ column, expression }) => ({ id: column.id, expression })),
          [...scope.input.plan.columns, ...computed.map(({ column }) => column)],
          spanOf(node),
        )
  const order = columns.map((column, index): OrderKey => orderKey(keys[index]!, column))
  return carryOrder({ ...base, order: [...order, ...base.order], serialized: true })
}

/** `asc` puts nulls first, `desc` last, unless `nulls first|last` is given (semantics 13.1). */
function orderKey(key: Expr, column: PlanColumn): OrderKey {
  const ordering = is(key, 'OrderedExpression') ? key.Ordering : undefined
  const descending = ordering?.AscOrDescKeyword?.Text?.trim() !== 'asc'
  const written = ordering?.NullsClause?.FirstOrLastKeyword?.Text?.trim()
  const nulls = written === 'first' || written === 'last' ? written : descending ? 'last' : 'first'
  return { expression: { op: 'column', id: column.id, type: column.type }, descending, nulls }
}
