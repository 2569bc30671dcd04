import type { Column } from '@tripline/schemas'
import { type Expr, elementsOf, is, type Nodes } from '../../frontend/syntax.ts'
import { refuse } from '../refusal.ts'

/** Functions that pass the name of their first argument on in the binder, but not in the engine (semantics 24.14). */
const unnamed: ReadonlySet<string> = new Set(['pow', 'exp10'])

const fallback = /^Column\d+$/

/** The engine's names of a distinct's columns; generated names are numbered separately. */
export function distinctNames(
  node: Nodes['DistinctOperator'],
  bound: readonly Pick<Column, 'name'>[],
): readonly string[] {
  const elements = elementsOf<Expr>(node.Expressions)
  const names = bound.map(({ name }) => name)
  if (elements.length !== names.length) return names
  const madeUp = elements.flatMap((element, index) =>
    !is(element, 'SimpleNamedExpression') && (fallback.test(names[index]!) || breaksName(element)) ? [index] : [],
  )
  const arithmetic = madeUp.find(index => isArithmetic(elements[index]!))
  if (arithmetic !== undefined && madeUp.length > 1) return refuse(elements[arithmetic]!, 'distinct-arithmetic')
  const first = arithmetic === undefined ? 1 : 2
  const numbered = new Map(madeUp.map((index, number) => [index, `Column${number + first}`]))
  return names.map((name, index) => numbered.get(index) ?? name)
}

/** Whether a call between the expression and its column does not pass the name on. */
function breaksName(element: Expr): boolean {
  if (!is(element, 'FunctionCallExpression')) return false
  const [first] = elementsOf<Expr>(element.ArgumentList?.Expressions)
  return unnamed.has(element.Name!.SimpleName!) || (first !== undefined && breaksName(first))
}

const isArithmetic = (element: Expr): boolean =>
  is(element, 'PrefixUnaryExpression') ||
  (is(element, 'BinaryExpression') && /^[-+*/%]$/.test(element.Operator!.Text!.trim())) ||
  (is(element, 'ParenthesizedExpression') && isArithmetic(element.Expression!))
