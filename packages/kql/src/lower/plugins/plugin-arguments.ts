import { type Expr, elementsOf, is, type Nodes } from '../../frontend/syntax.ts'
import { constantOf } from '../../plan/expression.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'

/** A call of a plugin. */
export const callOf = (node: Nodes['EvaluateOperator']): Nodes['FunctionCallExpression'] => node.FunctionCall!

/** The arguments of a plugin by parameter; `name = value` is allowed in any position, the others count by position. */
export function pluginArguments(
  node: Nodes['EvaluateOperator'],
  parameters: readonly string[],
): { readonly named: ReadonlyMap<string, Expr>; readonly rest: readonly Expr[] } {
  const named = new Map<string, Expr>()
  const positional: Expr[] = []
  for (const argument of elementsOf<Expr>(callOf(node).ArgumentList?.Expressions)) {
    if (is(argument, 'SimpleNamedExpression')) named.set(argument.Name!.SimpleName!, argument.Expression!)
    else positional.push(argument)
  }
  const free = parameters.filter(parameter => !named.has(parameter))
  for (const [index, argument] of positional.entries()) {
    const parameter = free[index]
    if (parameter) named.set(parameter, argument)
  }
  return { named, rest: positional.slice(free.length) }
}

/** The text of a constant argument; undefined if omitted. */
export function constantText(
  argument: Expr | undefined,
  environment: Environment,
  lowering: Lowering,
): string | undefined {
  if (!argument) return undefined
  const value = constantOf(lowering.expression(argument, { environment }))
  return typeof value === 'string' ? value : refuse(argument, 'constant-needed')
}
