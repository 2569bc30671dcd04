import { type Expr, is } from '../../frontend/syntax.ts'
import type { Expression } from '../../plan/expression.ts'
import { namesOf } from './named-expressions.ts'
import { settled } from './settled.ts'

/** Whether NaN equals itself is not documented, and neither is which dynamics are equal. */
const unsettled = ['nan', 'array', 'bag', 'text', 'number', 'bool'] as const

/** A key that an operator groups rows by. A column that no row made has no value that could be in question. */
export function groupKey(key: Expression, operator: string, at: Expr): Expression {
  if (key.op === 'literal' && key.value === null && is(namesOf(at).expression, 'NameReference')) return key
  return settled(key, key.type === 'dynamic' ? ['null', ...unsettled] : unsettled, `${operator} by`, at)
}
