import type { ColumnType } from '@tripline/schemas'
import type { Expr } from '../../frontend/syntax.ts'
import type { EdgeName } from '../../functions/edge.ts'
import type { Expression } from '../../plan/expression.ts'
import { settled } from './settled.ts'

/** The kinds of values of a dynamic that do not convert to a type without a change; texts are what times and guids are in JSON. */
const others: Readonly<Record<ColumnType, readonly EdgeName[]>> = {
  bool: ['array', 'bag', 'text', 'number'],
  int: ['array', 'bag', 'text', 'bool', 'fraction'],
  long: ['array', 'bag', 'text', 'bool', 'fraction'],
  real: ['array', 'bag', 'text', 'bool'],
  decimal: ['array', 'bag', 'text', 'bool'],
  string: ['array', 'bag', 'number', 'bool'],
  datetime: ['array', 'bag', 'number', 'bool'],
  timespan: ['array', 'bag', 'number', 'bool'],
  guid: ['array', 'bag', 'number', 'bool'],
  dynamic: [],
}

/** A dynamic that becomes a value of a type; whether values of other kinds convert is not documented. */
export const ofKind = (value: Expression, type: ColumnType, what: string, at: Expr): Expression =>
  settled(value, others[type], what, at)
