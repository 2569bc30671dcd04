import type { ColumnType } from '@tripline/schemas'
import type { Cell } from '../world/dataset.ts'

/**
 * A scalar function written in JavaScript, called by the database once per row, for what SQL cannot express exactly. It must be
 * pure and throw nothing but a `RefusedValue`. Kusto's null is null, or '' for a string; an unknown answer is a refusal.
 */
export interface Udf {
  /** Unique among all functions; SQL calls it by this object, see `call` in `sql/sql.ts`. */
  readonly name: string
  readonly parameters: readonly ColumnType[]
  /** Any number of further arguments of this type. */
  readonly rest?: ColumnType
  readonly result: ColumnType
  /** propagate: any null argument yields null without a call; receive: the function sees nulls. */
  readonly nulls: 'propagate' | 'receive'
  readonly call: (...args: never) => Cell
}

/** The JavaScript type of a cell of each type: times are ticks, decimals and guids are text, dynamics are JSON. */
export interface CellOf {
  readonly bool: boolean
  readonly int: number
  readonly long: bigint
  readonly real: number
  readonly decimal: string
  readonly string: string
  readonly datetime: bigint
  readonly timespan: bigint
  readonly guid: string
  readonly dynamic: string
}

/** An argument; a string is never null (semantics 1.2). */
type Given<Type extends ColumnType, Nulls extends Udf['nulls']> =
  | CellOf[Type]
  | (Nulls extends 'receive' ? (Type extends 'string' ? never : null) : never)

type Arguments<Parameters extends readonly ColumnType[], Rest extends ColumnType, Nulls extends Udf['nulls']> = [
  ...{ [Index in keyof Parameters]: Given<Parameters[Index], Nulls> },
  ...([Rest] extends [never] ? [] : Given<Rest, Nulls>[]),
]

/** A function without its name; its database and JavaScript types agree. */
export const defineUdf = <
  const Parameters extends readonly ColumnType[],
  const Result extends ColumnType,
  const Nulls extends Udf['nulls'],
  const Rest extends ColumnType = never,
>(definition: {
  readonly parameters: Parameters
  readonly rest?: Rest
  readonly result: Result
  readonly nulls: Nulls
  readonly call: (...args: Arguments<Parameters, Rest, Nulls>) => CellOf[Result] | null
}): Omit<Udf, 'name'> => definition

/** A function that returns a dynamic, and null if an argument is null. */
export const dynamicUdf = <const Parameters extends readonly ColumnType[]>(
  parameters: Parameters,
  call: (...args: Arguments<Parameters, never, 'propagate'>) => string | null,
): Omit<Udf, 'name'> => defineUdf({ parameters, result: 'dynamic', nulls: 'propagate', call })

/** The functions of a file, each with its name. */
export const named = <const Name extends string>(
  definitions: Readonly<Record<Name, Omit<Udf, 'name'>>>,
): Readonly<Record<Name, Udf>> =>
  Object.fromEntries(
    Object.entries<Omit<Udf, 'name'>>(definitions).map(([name, definition]) => [name, { name, ...definition }]),
  ) as Record<Name, Udf>
