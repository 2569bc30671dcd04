import type { Column, ColumnType } from '@tripline/schemas'
import { columnsOf, type Expr, elementsOf, is, isTuple, resultName, textOf } from '../../frontend/syntax.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { multiColumnRow } from './multi-column.ts'

/** One output of a projection: its name (undefined: numbered by the binder) and its value. */
export interface NamedExpression {
  readonly name: string | undefined
  readonly expression: Expression
  readonly type: ColumnType
}

/** The names before `=`: none, one, or a list. */
export function namesOf(element: Expr): { readonly names: readonly string[]; readonly expression: Expr } {
  if (is(element, 'SimpleNamedExpression')) {
    return { names: [element.Name!.SimpleName!], expression: element.Expression! }
  }
  if (is(element, 'CompoundNamedExpression')) {
    const names = elementsOf<{ SimpleName: string }>(element.Names!.Names).map(name => name.SimpleName)
    return { names, expression: element.Expression! }
  }
  return { names: [], expression: element }
}

/** The outputs of one element of extend, project or print; a multi-column function yields several (semantics 9.3). */
export function namedExpressions(element: Expr, scope: Scope, lowering: Lowering): NamedExpression[] {
  const { names, expression } = namesOf(element)
  if (isTuple(expression.ResultType)) return tuple(expression, names, scope, lowering)
  const lowered = lowering.expression(expression, scope)
  if (lowered.type === 'struct') return refuse(element, 'no-single-value', textOf(element))
  return [{ name: names[0] ?? resultName(expression), expression: lowered, type: lowered.type }]
}

/** A single name for a multi-column function keeps only its first column (semantics 24.10). */
function tuple(expression: Expr, names: readonly string[], scope: Scope, lowering: Lowering): NamedExpression[] {
  const bound = columnsOf(expression.ResultType) as Column[]
  if (!is(expression, 'FunctionCallExpression')) return refuse(expression, 'several-columns', textOf(expression))
  const name = expression.Name!.SimpleName!
  const row = multiColumnRow(name)
  if (!row) return refuse(expression, 'function-unsupported', name)
  const args = elementsOf(expression.ArgumentList?.Expressions).map(argument => lowering.expression(argument, scope))
  const outputs = row(args, bound, expression)
  const shown = names.length === 0 ? outputs : outputs.slice(0, names.length)
  return shown.map((output, index) => ({
    name: names[index] ?? bound[index]!.name,
    expression: output,
    type: bound[index]!.type,
  }))
}
