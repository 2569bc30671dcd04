import type { ColumnType } from '@tripline/schemas'
import type { Cell } from '../cell.ts'

/**
 * A scalar function written in JavaScript and called by the database once per row, for what SQL cannot say exactly.
 * It must be pure and must not throw on any input but a {@link RefusedValue}: Kusto's null is null ('' for a string), an
 * answer that is not known is refused.
 */
export interface Udf {
  /** The KQL function's name; the database knows it as `kql_<name>`. */
  readonly name: string
  readonly parameters: readonly ColumnType[]
  /** Further arguments of this type, any number of them. */
  readonly rest?: ColumnType
  readonly result: ColumnType
  /** propagate: any null argument gives null without a call; receive: the function sees nulls. */
  readonly nulls: 'propagate' | 'receive'
  readonly call: (...args: never[]) => Cell
}

export const defineUdf = <const Definition extends Udf>(definition: Definition): Definition => definition
