import { expansionOf, isStoredFunction } from '../../frontend/expansion.ts'
import { parametersOfCall } from '../../frontend/parameter-symbols.ts'
import { type Expr, elementsOf, is, isTable, type Nodes, spanOf } from '../../frontend/syntax.ts'
import type { Expression } from '../../plan/expression.ts'
import type { PlanNode } from '../../plan/node.ts'
import { mapOperands } from '../../plan/walk.ts'
import type { TextSpan } from '../../world/query-diagnostic.ts'
import type { Binding, Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse, reportedAt } from '../refusal.ts'
import type { Scope } from '../scope.ts'

/** A user's function at one call: its body, and the meaning of the names in it. */
export interface Inlined {
  readonly body: Expr
  readonly environment: Environment
}

/** The body of a let or stored function, rebound by the binder for this call; undefined for built-in functions. */
export function inlineFunction(
  node: Nodes['FunctionCallExpression'] | Nodes['NameReference'],
  scope: Scope,
  lowering: Lowering,
  piped?: Binding,
): Inlined | undefined {
  const expansion = expansionOf(node)
  if (!expansion) return undefined
  const { mistake } = expansion
  if (mistake !== undefined) refuse(node, isStoredFunction(node) ? 'stored-function-fault' : 'function-fault', mistake)
  const list = elementsOf<Expr>('ArgumentList' in node ? node.ArgumentList?.Expressions : undefined)
  const names = parametersOfCall(node)
  const first = piped ? 1 : 0
  const given = list.flatMap((argument, index) => {
    const binding = bindArgument(argument, scope, lowering)
    const name = is(argument, 'SimpleNamedExpression') ? argument.Name!.SimpleName! : names[index + first]
    return [[argument, binding] as const, ...parameter(name, binding)]
  })
  function parameter(name: string | undefined, binding: Binding) {
    return (expansion!.parameters.get(name ?? '') ?? []).map(symbol => [symbol, binding] as const)
  }
  const bound = scope.environment.with([...(piped ? parameter(names[0], fromCaller(piped)) : []), ...given])
  return {
    body: expansion.body,
    environment: reportedAt(node, lowering.warnings, () => lowering.statements(expansion.statements, bound)),
  }
}

/** The table that a function returns at one call. */
export const returnedTable = (at: Expr, { body, environment }: Inlined, lowering: Lowering): PlanNode => ({
  ...reportedAt(at, lowering.warnings, () => lowering.table(body, environment)),
  origin: spanOf(at),
})

/** The value that a function returns at one call. No part of it has a span of its own in the text of the call. */
export const returnedValue = (at: Expr, { body, environment }: Inlined, scope: Scope, lowering: Lowering): Expression =>
  movedTo(
    spanOf(at),
    reportedAt(at, lowering.warnings, () => lowering.expression(body, { ...scope, environment })),
  )

function movedTo(span: TextSpan, expression: Expression): Expression {
  const moved = mapOperands(expression, operand => movedTo(span, operand))
  return 'span' in moved ? { ...moved, span } : moved
}

const fromCaller = (binding: Binding): Binding =>
  binding.kind === 'table' ? { ...binding, plan: () => ({ ...binding.plan(), origin: 'caller' }) } : binding

/** Arguments are lowered in the caller's scope, so their columns are those of the caller's row. */
function bindArgument(argument: Expr, scope: Scope, lowering: Lowering): Binding {
  const value = is(argument, 'SimpleNamedExpression') ? argument.Expression! : argument
  if (isTable(value.ResultType)) {
    return fromCaller({ kind: 'table', plan: () => lowering.table(value, scope.environment), label: '' })
  }
  return { kind: 'scalar', expression: lowering.expression(value, scope) }
}
