import type { ColumnType } from '@tripline/schemas'
import {
  type Expr,
  elementsOf,
  is,
  isTable,
  type Nodes,
  nodeName,
  type SyntaxElement,
  scalarType,
} from '../frontend/syntax.ts'

const lists = /^(SeparatedElement|SyntaxList|ParenthesizedExpression)/

/** Whether rows start from a call, rather than that it is a value. */
export function startsRows(call: Nodes['FunctionCallExpression']): boolean {
  let [node, parent]: [SyntaxElement, SyntaxElement | null] = [call, call.Parent]
  while (parent && lists.test(nodeName(parent))) [node, parent] = [parent, parent.Parent]
  if (is(parent, 'PipeExpression')) return parent.Expression === node
  return (
    is(parent, 'ExpressionStatement') ||
    is(parent, 'UnionOperator') ||
    is(parent, 'JoinOperator') ||
    is(parent, 'LookupOperator') ||
    is(parent, 'MaterializeExpression')
  )
}

/** Defaults that stand for no value. */
const none: Readonly<Partial<Record<ColumnType, string>>> = {
  string: "''",
  long: '0',
  int: 'int(0)',
  bool: 'false',
  dynamic: 'dynamic([])',
}

/** The parameters of a function, as one call shows them: `(a1:string='', T:(*))`. */
export function callParameters(call: Nodes['FunctionCallExpression']): string {
  const written = elementsOf<Expr>(call.ArgumentList?.Expressions).map((argument, index) => {
    const name = is(argument, 'SimpleNamedExpression') ? argument.Name!.SimpleName! : `parameter${index + 1}`
    const value = is(argument, 'SimpleNamedExpression') ? argument.Expression! : argument
    if (isTable(value.ResultType)) return `${name}:(*)`
    const type = scalarType(value.ResultType) ?? 'string'
    return `${name}:${type}=${none[type] ?? `${type}(null)`}`
  })
  return `(${written.join(', ')})`
}
