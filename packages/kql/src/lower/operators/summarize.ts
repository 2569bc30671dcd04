import { boundNames, type Expr, elementsOf, is, isTuple, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { project, summarize } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Assignment, PlanColumn, PlanNode } from '../../plan/node.ts'
import { visitAll } from '../../plan/walk.ts'
import type { Environment } from '../environment.ts'
import { groupKey } from '../expressions/group-key.ts'
import { namesOf } from '../expressions/named-expressions.ts'
import { lowerRowAggregate, rowAggregates } from '../expressions/row-aggregate.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { type RowScope, rowScope, type Scope } from '../scope.ts'

/** summarize: keys first, then aggregates; names are the binder's (semantics 10.1, 10.3). */
export function lowerSummarize(
  node: Nodes['SummarizeOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const scope: RowScope = { ...rowScope(input, environment), grouped: true }
  const keys = elementsOf(node.ByClause?.Expressions).map(element =>
    groupKey(lowering.expression(namesOf(element).expression, scope), 'summarize', element),
  )
  const aggregates = elementsOf(node.Aggregates).flatMap(element => lowerAggregate(element, scope, lowering))
  const assign = (expression: Expression): Assignment => ({ id: lowering.newId(), expression })
  const groups = keys.map(assign)
  const computed = aggregates.map(aggregate => ({ ...aggregate, assignment: assign(aggregate.value) }))
  const outputs = [
    ...groups.map(({ id, expression }) => ({
      id,
      expression: { op: 'column', id, type: expression.type } as Expression,
      name: undefined,
    })),
    ...computed.flatMap(({ assignment, outputsOf, name }) =>
      outputsOf({ op: 'column', id: assignment.id, type: assignment.expression.type }).map(expression => ({
        id: lowering.newId(),
        expression,
        name,
      })),
    ),
  ]
  if (outputs.length === 0) return refuse(node, 'no-columns')
  const bound = boundNames(node.ResultType)
  if (bound.length !== outputs.length) return refuse(node, 'columns-unmatched', 'summarize')
  const inner = [...groups, ...computed.map(({ assignment }) => assignment)]
  const span = spanOf(node)
  const shown = inner.map(({ id, expression }) => ({ id, name: id, type: expression.type }))
  const grouping = { keys: groups, aggregates: computed.map(({ assignment }) => assignment) }
  const summary = summarize(scope.input.plan, grouping, shown, span, lowering.newId())
  const columns = outputs.map(
    ({ id, expression, name }, index): PlanColumn => ({ id, name: name ?? bound[index]!, type: expression.type }),
  )
  return project(summary, outputs.slice(groups.length), columns, span)
}

/** The aggregates of a summarize, the output columns read from them, and a name if the engine's differs from the binder's. */
interface Aggregated {
  readonly value: Expression
  readonly outputsOf: (value: Expression) => readonly Expression[]
  readonly name?: string
}

/** The number of arguments before those that each yield a column, by aggregate. */
const common: Readonly<Record<string, number>> = { percentiles: 1, percentilesw: 2 }

function lowerAggregate(element: Expr, scope: Scope, lowering: Lowering): Aggregated[] {
  const { expression, names } = namesOf(element)
  if (!is(expression, 'FunctionCallExpression')) return [single(aggregated(expression, scope, lowering))]
  const name = expression.Name!.SimpleName!
  if (rowAggregates.has(name)) return [lowerRowAggregate(expression, scope, lowering)]
  const value = aggregated(expression, scope, lowering)
  if (isTuple(expression.ResultType)) return split(value, expression)
  const engineName = names.length === 0 ? covarianceName(name, value, scope) : undefined
  return [{ ...single(value), ...(engineName && { name: engineName }) }]
}

/** Kusto rejects an expression without an aggregate (semantics 24.12). */
function aggregated(node: Expr, scope: Scope, lowering: Lowering): Expression {
  const value = lowering.expression(node, scope)
  let aggregates = false
  visitAll([value], {
    expression: ({ op }) => {
      aggregates ||= op === 'aggregate'
    },
  })
  return aggregates ? value : refuse(node, 'summarize-aggregate')
}

const single = (value: Expression): Aggregated => ({ value, outputsOf: column => [column] })

/** `percentiles(x, 5, 95)`: one aggregate for each column. */
function split(value: Expression, node: Expr): Aggregated[] {
  const shared = value.op === 'aggregate' ? common[value.name] : undefined
  if (value.op !== 'aggregate' || shared === undefined) return refuse(node, 'aggregate-several-columns')
  return value.args.slice(shared).map(own => single({ ...value, args: [...value.args.slice(0, shared), own] }))
}

/** The covariance family is named after both columns (semantics 24.2). */
function covarianceName(name: string, value: Expression, scope: Scope): string | undefined {
  if (!name.startsWith('covariance') || value.op !== 'aggregate') return undefined
  const columns = value.args.slice(0, 2).map(arg => {
    const id = arg.op === 'column' ? arg.id : undefined
    return scope.input?.plan.columns.find(column => column.id === id)?.name
  })
  return columns.every(column => column !== undefined) ? [name, ...columns].join('_') : undefined
}
