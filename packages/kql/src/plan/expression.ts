import type { ColumnType } from '@tripline/schemas'
import type { Cell } from '../world/dataset.ts'
import type { TextSpan } from '../world/query-diagnostic.ts'
import type { PlanNode } from './node.ts'

/** A column's identity inside one plan: names may repeat, ids never do. */
export type ColumnId = string

/** `struct` carries the row that arg_max picked; queries cannot name it. */
export type ValueType = ColumnType | 'struct'

export interface Literal {
  readonly op: 'literal'
  readonly type: ColumnType
  readonly value: Cell
}

export interface ColumnReference {
  readonly op: 'column'
  readonly id: ColumnId
  readonly type: ValueType
  /** Reading it again costs next to nothing, wherever the database inlines it. */
  readonly cheap?: true
}

/** A scalar function or operator, by its KQL spelling; its meaning is its row in `functions/`. */
export interface Call {
  readonly op: 'call'
  readonly name: string
  readonly args: readonly Expression[]
  readonly type: ColumnType
  readonly span: TextSpan
}

/** An aggregate over the rows of a group, which are in the order of `order`. */
export interface AggregateCall {
  readonly op: 'aggregate'
  readonly name: string
  readonly args: readonly Expression[]
  readonly type: ValueType
  readonly order: readonly OrderKey[]
  readonly span: TextSpan
}

/** A function of the rows around the current one that share its `partition`, in the order of `order`. */
export interface WindowCall {
  readonly op: 'window'
  readonly name: string
  readonly args: readonly Expression[]
  readonly type: ColumnType
  readonly partition: readonly ColumnReference[]
  readonly order: readonly OrderKey[]
  readonly span: TextSpan
}

/** The first column of the first row of a plan. */
export interface Subquery {
  readonly op: 'subquery'
  readonly plan: PlanNode
  readonly column: ColumnId
  readonly type: ColumnType
}

/** `in (T | project x)`: whether a plan's column contains the subject. */
export interface Membership {
  readonly op: 'membership'
  readonly subject: Expression
  readonly plan: PlanNode
  readonly column: ColumnId
  readonly columnType: ColumnType
  readonly fold: boolean
  readonly negated: boolean
  readonly type: 'bool'
  readonly span: TextSpan
}

/** All values of a plan's column as one dynamic array. */
export interface Collect {
  readonly op: 'collect'
  readonly plan: PlanNode
  readonly column: ColumnId
  readonly columnType: ColumnType
  readonly type: 'dynamic'
}

/** The instant of the run, in ticks. */
export interface Now {
  readonly op: 'now'
  readonly type: 'datetime'
}

/** A field of the row that arg_max picked. */
export interface Field {
  readonly op: 'field'
  readonly of: Expression
  readonly name: ColumnId
  readonly type: ColumnType
}

/** The groups of a regular expression's first match in a text, as fields named by their numbers; '' if there is no match. */
export interface Groups {
  readonly op: 'groups'
  readonly of: ColumnReference
  readonly regex: string
  readonly count: number
  /** A literal that every match contains; a text without it yields null instead of the fields. */
  readonly sought: string
  readonly type: 'struct'
}

export type Expression =
  | Literal
  | ColumnReference
  | Call
  | AggregateCall
  | WindowCall
  | Subquery
  | Membership
  | Collect
  | Now
  | Field
  | Groups

export interface OrderKey {
  readonly expression: ColumnReference
  readonly descending: boolean
  readonly nulls: 'first' | 'last'
  /** The key is a row number: no two rows share one, so later keys have no effect. */
  readonly rowNumber?: true
}

/** Rows by row number. */
export const positionOrder = (id: ColumnId): OrderKey[] => [
  { expression: { op: 'column', id, type: 'long' }, descending: false, nulls: 'first', rowNumber: true },
]

export const literal = (type: ColumnType, value: Cell): Literal => ({ op: 'literal', type, value })

/** The missing value of a type: the empty string for strings, which are never null (semantics 1.2). */
export const missing = (type: ColumnType): Literal => literal(type, type === 'string' ? '' : null)

/** The value of a constant expression; undefined if it depends on a row. */
export const constantOf = (expression: Expression | undefined): Cell | undefined =>
  expression?.op === 'literal' ? expression.value : undefined
