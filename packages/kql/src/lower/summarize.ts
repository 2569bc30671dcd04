import { columnsOf, type Expr, elementsOf, is, isTuple, type Nodes, spanOf } from '../frontend/syntax.ts'
import type { Expression } from '../plan/expression.ts'
import type { Assignment, PlanColumn, PlanNode } from '../plan/node.ts'
import type { Environment } from './environment.ts'
import { type Lowering, project, type Rows, rowsOf } from './lowering.ts'
import { namesOf } from './named-expressions.ts'
import { refuse } from './refusal.ts'
import { lowerRowAggregate, rowAggregates } from './row-aggregate.ts'

/** summarize: keys first, then aggregates; names are the binder's (semantics 10.1, 10.3). */
export function lowerSummarize(
  node: Nodes['SummarizeOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const rows: Rows = { ...rowsOf(input, environment), grouped: true }
  const keys = elementsOf(node.ByClause?.Expressions).map(element =>
    lowering.expression(namesOf(element).expression, rows),
  )
  const aggregates = elementsOf(node.Aggregates).map(element => lowerAggregate(element, rows, lowering))
  const assign = (expression: Expression): Assignment => ({ id: lowering.newId(), expression })
  const groups = keys.map(assign)
  const computed = aggregates.map(aggregate => ({ ...aggregate, assignment: assign(aggregate.value) }))
  const outputs = [
    ...groups.map(({ id, expression }) => ({
      id,
      expression: { op: 'column', id, type: expression.type } as Expression,
    })),
    ...computed.flatMap(({ assignment, outputsOf }) =>
      outputsOf({ op: 'column', id: assignment.id, type: assignment.expression.type }).map(expression => ({
        id: lowering.newId(),
        expression,
      })),
    ),
  ]
  const bound = columnsOf(node.ResultType)
  if (bound.length !== outputs.length) return refuse(node, 'this summarize', 'its result columns could not be matched')
  const inner = [...groups, ...computed.map(({ assignment }) => assignment)]
  const span = spanOf(node)
  const summary: PlanNode = {
    op: 'summarize',
    input: rows.node!,
    keys: groups,
    aggregates: computed.map(({ assignment }) => assignment),
    columns: inner.map(({ id, expression }) => ({ id, name: id, type: expression.type })),
    order: [],
    serialized: false,
    span,
  }
  const columns = outputs.map(
    ({ id, expression }, index): PlanColumn => ({ id, name: bound[index]!.name, type: expression.type }),
  )
  return project(summary, outputs.slice(groups.length), columns, span)
}

/** One element of a summarize: what is aggregated, and the output columns read from it. */
interface Aggregated {
  readonly value: Expression
  readonly outputsOf: (value: Expression) => readonly Expression[]
}

function lowerAggregate(element: Expr, rows: Rows, lowering: Lowering): Aggregated {
  const { expression, names } = namesOf(element)
  const name = is(expression, 'FunctionCallExpression') ? expression.Name!.SimpleName! : ''
  if (is(expression, 'FunctionCallExpression') && rowAggregates.has(name))
    return lowerRowAggregate(expression, rows, lowering)
  if (isTuple(expression.ResultType) && names.length !== 1)
    return refuse(expression, `the aggregate ${name}`, 'this engine does not run it')
  return { value: lowering.expression(expression, rows), outputsOf: value => [value] }
}
