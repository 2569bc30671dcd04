import type { Udf } from '../values/udf.ts'
import type { FunctionRow } from './row.ts'

/** Functions that belong together, and all that their rows call in JavaScript. */
export interface Family {
  readonly rows: readonly FunctionRow[]
  readonly udfs?: readonly Readonly<Record<string, Udf>>[]
}
