import type { Udf } from '../values/udf.ts'
import type { FunctionRow } from './row.ts'

/** A family of functions: its rows, and the JavaScript functions that they call. */
export interface Family {
  readonly rows: readonly FunctionRow[]
  readonly udfs?: readonly Readonly<Record<string, Udf>>[]
}
