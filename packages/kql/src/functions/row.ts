import type { ColumnType } from '@tripline/schemas'
import type { Expression, ValueType } from '../plan/expression.ts'
import type { RefusalText } from '../refusals/refusal-row.ts'
import type { ArgumentRefusal } from '../refusals/refusal-text.ts'
import type { Sql } from '../sql/sql.ts'
import type { Udf } from '../values/udf.ts'
import type { Cell } from '../world/dataset.ts'
import type { DynamicPath } from './dynamic/dynamic-path.ts'

/** An argument as SQL, already of the kind the row asked for. */
export interface Operand {
  readonly sql: Sql
  readonly type: ValueType
  /** The value when the query text fixes it. */
  readonly constant?: Cell
  /** A dynamic as a string, where there is a shorter way than to convert it. */
  readonly text?: Sql
  /** The way to it from the dynamic that it is part of. */
  readonly path?: DynamicPath<Sql>
}

/** How a call is to be written. */
export interface CallSite {
  readonly type: ColumnType
  /** Only "true or not" matters: null may stand for false. */
  readonly truth: boolean
  /** Write the form that survives overflow and domain errors, at some cost (docs/semantics.md, 5.2). */
  readonly guarded: boolean
}

/** What an argument is turned into first; `any`: taken as it is; `result`: the call's own type. */
export type ArgumentKind = ColumnType | 'any' | 'result'

interface RowBase {
  /** KQL names, the documented one first. */
  readonly names: readonly string[]
  /** Sections of docs/semantics.md that the row follows. */
  readonly rules: readonly string[]
}

/** A scalar function or operator as SQL. */
export interface ScalarRow extends RowBase {
  readonly kind: 'scalar'
  /** Kinds of the arguments; the last one repeats. */
  readonly args: readonly ArgumentKind[]
  readonly sql: (operands: readonly Operand[], site: CallSite) => Sql
  /** Why these arguments cannot be answered, or why Kusto rejects them although the binder does not (docs/semantics.md, 24.12). */
  readonly refuses?: (args: readonly Expression[]) => ArgumentRefusal | undefined
  /** The type of the result where it differs from the official binder's (docs/semantics.md, 24). */
  readonly result?: ColumnType | ((args: readonly Expression[]) => ColumnType | undefined)
  /** Tests the first argument's text for the others: true only where such a text, in some case, stands in it. */
  readonly seeks?: true
  /** Compares in any case; `exact` is the operator that does not, where there is one. */
  readonly foldsCase?: { readonly exact?: string }
  /** Operands of `and`, `or`: null may stand for false in them where it may in the whole. */
  readonly passesTruth?: true
  /** Costs next to nothing beside reading its operands. */
  readonly cheap?: true
}

/** A scalar function in JavaScript. */
export interface UdfRow extends RowBase {
  readonly kind: 'udf'
  readonly udf: Udf
  readonly defaults: readonly Cell[]
  readonly refuses?: ScalarRow['refuses']
  readonly result?: ScalarRow['result']
}

/** How an aggregate is to be written; `order` is the ORDER BY list of its input, empty when rows have no order. */
export interface AggregateSite {
  readonly type: ValueType
  readonly order: Sql
  /** The row's number, where that alone is the order. */
  readonly rowNumber?: Sql
  readonly guarded: boolean
}

/** The aggregate lists the distinct values of its first argument, in the order of the first rows that have them. */
export interface SetOfValues {
  /** The aggregate that lists values which are distinct already. */
  readonly list: string
  /** The aggregate that does the same for all rows; given where the second argument is a condition on the rows. */
  readonly unconditional?: string
}

export interface AggregateRow extends RowBase {
  readonly kind: 'aggregate'
  readonly args: readonly ArgumentKind[]
  readonly sql: (operands: readonly Operand[], site: AggregateSite) => Sql
  /** The answer depends on the order of the rows. */
  readonly ordered?: true
  /** Answers of the row with the greatest or least first argument, which row that is depending on that argument alone. */
  readonly picks?: true
  readonly set?: SetOfValues
  readonly refuses?: ScalarRow['refuses']
}

/** A function of neighbouring rows; `over` is the complete window clause, its frame the rows up to the current one. */
export interface WindowRow extends RowBase {
  readonly kind: 'window'
  readonly args: readonly ArgumentKind[]
  readonly sql: (operands: readonly Operand[], over: Sql, site: CallSite) => Sql
  readonly refuses?: ScalarRow['refuses']
}

/** A name that Kusto knows and this engine does not run, with the reason and what to write instead. */
export interface RefusedRow extends RowBase {
  readonly kind: 'refused'
  readonly reason: (name: string) => RefusalText
}

export type FunctionRow = ScalarRow | UdfRow | AggregateRow | WindowRow | RefusedRow

type Options = Pick<ScalarRow, 'refuses' | 'result'>

const list = (names: string | readonly string[]): readonly string[] => (typeof names === 'string' ? [names] : names)

export const scalar = (
  names: string | readonly string[],
  args: readonly ArgumentKind[],
  write: ScalarRow['sql'],
  rules: readonly string[],
  options: Options & Pick<ScalarRow, 'seeks' | 'foldsCase' | 'passesTruth' | 'cheap'> = {},
): ScalarRow => ({ kind: 'scalar', names: list(names), args, sql: write, rules, ...options })

/**
 * A row for a JavaScript function, under its own name unless others are given. `defaults` fill the arguments that a call
 * leaves out, from the end of the parameters; what has none is null.
 */
export const udf = (
  called: Udf,
  rules: readonly string[],
  {
    names = called.name,
    defaults = [],
    ...options
  }: Options & { readonly names?: string | readonly string[]; readonly defaults?: readonly Cell[] } = {},
): UdfRow => ({ kind: 'udf', names: list(names), udf: called, defaults, rules, ...options })

export const aggregate = (
  names: string | readonly string[],
  args: readonly ArgumentKind[],
  write: AggregateRow['sql'],
  rules: readonly string[],
  options: Pick<AggregateRow, 'refuses' | 'ordered' | 'picks' | 'set'> = {},
): AggregateRow => ({ kind: 'aggregate', names: list(names), args, sql: write, rules, ...options })

export const window = (
  names: string | readonly string[],
  args: readonly ArgumentKind[],
  write: WindowRow['sql'],
  rules: readonly string[],
  options: Pick<WindowRow, 'refuses'> = {},
): WindowRow => ({ kind: 'window', names: list(names), args, sql: write, rules, ...options })

export const refused = (names: string | readonly string[], reason: RefusedRow['reason']): RefusedRow => ({
  kind: 'refused',
  names: list(names),
  rules: [],
  reason,
})
