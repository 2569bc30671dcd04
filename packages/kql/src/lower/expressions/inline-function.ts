import { expansionOf, isStored } from '../../frontend/expansion.ts'
import { parametersOfCall } from '../../frontend/parameter-symbols.ts'
import { type Expr, elementsOf, is, isTable, type Nodes } from '../../frontend/syntax.ts'
import type { Binding, Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse, refusedAt } from '../refusal.ts'
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
  if (mistake !== undefined) refuse(node, isStored(node) ? 'stored-function-fault' : 'function-fault', mistake)
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
  const bound = scope.environment.with([...(piped ? parameter(names[0], piped) : []), ...given])
  return { body: expansion.body, environment: refusedAt(node, () => lowering.statements(expansion.statements, bound)) }
}

/** Arguments are lowered in the caller's scope, so their columns are those of the caller's row. */
function bindArgument(argument: Expr, scope: Scope, lowering: Lowering): Binding {
  const value = is(argument, 'SimpleNamedExpression') ? argument.Expression! : argument
  if (isTable(value.ResultType)) {
    return { kind: 'table', plan: () => lowering.table(value, scope.environment), label: '' }
  }
  return { kind: 'scalar', expression: lowering.expression(value, scope) }
}
