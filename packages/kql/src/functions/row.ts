import type { ColumnType } from '@tripline/schemas'
import type { Expression, ValueType } from '../plan/expression.ts'
import type { RefusalText } from '../refusals/refusal-row.ts'
import type { ArgumentRefusal } from '../refusals/refusal-text.ts'
import type { Sql } from '../sql/sql.ts'
import type { Udf } from '../values/udf.ts'
import type { Cell } from '../world/dataset.ts'
import type { DynamicPath } from './dynamic/dynamic-path.ts'
import type { Unsettled } from './edge.ts'

/** An argument as SQL, already converted to the kind that the row asks for. */
export interface Operand {
  readonly sql: Sql
  readonly type: ValueType
  /** The value, if the query text determines it. */
  readonly constant?: Cell
  /** A dynamic as a string, if there is a shorter form than the conversion. */
  readonly text?: Sql
  /** Its path from the dynamic that contains it. */
  readonly path?: DynamicPath<Sql>
}

/** The context in which a call is emitted. */
export interface CallSite {
  readonly type: ColumnType
  /** Only "true or not" matters: null may stand for false. */
  readonly truth: boolean
  /** Whether to emit the form that survives overflow and domain errors, at some cost (docs/semantics.md, 5.2); asked only where the two differ. */
  readonly guarded: () => boolean
}

/** What an argument is converted to first; `any`: not converted; `result`: the call's own type. */
export type ArgumentKind = ColumnType | 'any' | 'result'

/** The families of sketches: values in a format of the service's own, which only functions of the family read. */
export type SketchKind = 'hll' | 'tdigest'

/** What a function does with sketches; a plan is checked for any other use of them (semantics 10.17). */
export interface SketchUse {
  readonly makes?: SketchKind
  /** Its first argument is a sketch of this kind; all its arguments if it makes one of them. */
  readonly reads?: SketchKind
  /** A type that the values in the sketch must have, as an argument says. */
  readonly ofType?: (args: readonly Expression[]) => unknown
}

interface RowBase {
  /** KQL names, the documented one first. */
  readonly names: readonly string[]
  /** Calls with these are refused. */
  readonly unsettled?: Unsettled
  /** Sections of docs/semantics.md that the row follows. */
  readonly rules: readonly string[]
  readonly sketch?: SketchUse
}

/** A scalar function or operator as SQL. */
export interface ScalarRow extends RowBase {
  readonly kind: 'scalar'
  /** Kinds of the arguments; the last one repeats. */
  readonly args: readonly ArgumentKind[]
  readonly sql: (operands: readonly Operand[], site: CallSite) => Sql
  /** Why these arguments are refused, or why Kusto rejects them although the binder accepts them (docs/semantics.md, 24.12). */
  readonly refuses?: (args: readonly Expression[]) => ArgumentRefusal | undefined
  /** The type of the result where it differs from the official binder's (docs/semantics.md, 24). */
  readonly result?: ColumnType | ((args: readonly Expression[]) => ColumnType | undefined)
  /** Searches the first argument for the others: true only if it contains them, ignoring case. */
  readonly seeks?: true
  /** Which arguments, of so many, are alternatives for the result. */
  readonly alternatives?: (index: number, count: number) => boolean
  /** Ignores case; `exact` is the case-sensitive operator, if there is one. */
  readonly foldsCase?: { readonly exact?: string }
  /** For `and` and `or`: null may become false in the operands if it may in the result. */
  readonly passesTruth?: true
  /** Costs next to nothing compared with reading its operands. */
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

/** The context in which an aggregate is emitted; `order` is the ORDER BY list of its input, empty if the rows have no order. */
export interface AggregateSite {
  readonly type: ValueType
  readonly order: Sql
  /** The row number, if the order is determined by it alone. */
  readonly rowNumber?: Sql
  readonly guarded: () => boolean
}

/** The aggregate lists the distinct values of its first argument, in order of first appearance. */
export interface SetOfValues {
  /** The aggregate that lists values that are already distinct. */
  readonly list: string
  /** The aggregate without the condition; present if the second argument is a condition on the rows. */
  readonly unconditional?: string
}

export interface AggregateRow extends RowBase {
  readonly kind: 'aggregate'
  readonly args: readonly ArgumentKind[]
  readonly sql: (operands: readonly Operand[], site: AggregateSite) => Sql
  /** The result depends on the order of the rows. */
  readonly ordered?: true
  /**
   * Returns values from the row with the greatest or least first argument; which row that is depends on that argument alone.
   */
  readonly picks?: true
  readonly set?: SetOfValues
  readonly refuses?: ScalarRow['refuses']
}

/** A function of neighbouring rows; `over` is the complete window clause, whose frame ends at the current row. */
export interface WindowRow extends RowBase {
  readonly kind: 'window'
  readonly args: readonly ArgumentKind[]
  readonly sql: (operands: readonly Operand[], over: Sql, site: CallSite) => Sql
  readonly refuses?: ScalarRow['refuses']
}

/** A name that Kusto knows and this engine does not run, with the reason and an alternative. */
export interface RefusedRow extends RowBase {
  readonly kind: 'refused'
  readonly reason: (name: string) => RefusalText
}

export type FunctionRow = ScalarRow | UdfRow | AggregateRow | WindowRow | RefusedRow

/** A family of functions: its rows, and the JavaScript functions that they call. */
export interface Family {
  readonly rows: readonly FunctionRow[]
  readonly udfs?: readonly Readonly<Record<string, Udf>>[]
}

type Options = Pick<ScalarRow, 'refuses' | 'result' | 'unsettled'>

const list = (names: string | readonly string[]): readonly string[] => (typeof names === 'string' ? [names] : names)

export const scalar = (
  names: string | readonly string[],
  args: readonly ArgumentKind[],
  write: ScalarRow['sql'],
  rules: readonly string[],
  options: Options & Pick<ScalarRow, 'seeks' | 'foldsCase' | 'passesTruth' | 'cheap' | 'alternatives' | 'sketch'> = {},
): ScalarRow => ({ kind: 'scalar', names: list(names), args, sql: write, rules, ...options })

/**
 * A row for a JavaScript function, under the function's name unless others are given. `defaults` fill in omitted trailing
 * arguments; those without a default are null.
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
  options: Pick<AggregateRow, 'refuses' | 'ordered' | 'picks' | 'set' | 'sketch' | 'unsettled'> = {},
): AggregateRow => ({ kind: 'aggregate', names: list(names), args, sql: write, rules, ...options })

export const window = (
  names: string | readonly string[],
  args: readonly ArgumentKind[],
  write: WindowRow['sql'],
  rules: readonly string[],
  options: Pick<WindowRow, 'refuses' | 'unsettled'> = {},
): WindowRow => ({ kind: 'window', names: list(names), args, sql: write, rules, ...options })

export const refused = (names: string | readonly string[], reason: RefusedRow['reason']): RefusedRow => ({
  kind: 'refused',
  names: list(names),
  rules: [],
  reason,
})
