import type { Expr } from '../../frontend/syntax.ts'
import type { Expression } from '../../plan/expression.ts'
import { settled } from './settled.ts'

/** Whether NaN equals itself is not documented, and neither is which dynamics are equal. */
const unsettled = ['nan', 'array', 'bag', 'text', 'number', 'bool'] as const

/** A key that an operator groups rows by. */
export const groupKey = (key: Expression, operator: string, at: Expr): Expression =>
  settled(key, key.type === 'dynamic' ? ['null', ...unsettled] : unsettled, `${operator} by`, at)
