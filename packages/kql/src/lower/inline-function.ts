import { expansionOf } from '../frontend/expansion.ts'
import { type Expr, elementsOf, is, isTable, type Nodes } from '../frontend/syntax.ts'
import type { Binding, Environment } from './environment.ts'
import type { Lowering, Rows } from './lowering.ts'

/** A user's function at one call: its body, and what the names inside it stand for. */
export interface Inlined {
  readonly body: Expr
  readonly environment: Environment
}

/** The body of a let or stored function, re-bound by the binder for this call; undefined for built-in functions. */
export function inlineFunction(
  node: Nodes['FunctionCallExpression'] | Nodes['NameReference'],
  rows: Rows,
  lowering: Lowering,
): Inlined | undefined {
  const expansion = expansionOf(node)
  if (!expansion) return undefined
  const list = 'ArgumentList' in node ? node.ArgumentList?.Expressions : undefined
  const given = elementsOf(list).map(argument => [argument, bindArgument(argument, rows, lowering)] as const)
  return { body: expansion.body, environment: lowering.statements(expansion.statements, rows.environment.with(given)) }
}

/** An argument is lowered where it stands: its columns are those of the caller's row. */
function bindArgument(argument: Expr, rows: Rows, lowering: Lowering): Binding {
  const value = is(argument, 'SimpleNamedExpression') ? argument.Expression! : argument
  if (isTable(value.ResultType)) {
    return { kind: 'table', plan: () => lowering.table(value, rows.environment), label: '' }
  }
  return { kind: 'scalar', expression: lowering.expression(value, rows) }
}
