import type { FunctionRow } from './row.ts'
import type { Udf } from './udf.ts'

/** Functions that belong together, and all that their rows call in JavaScript. */
export interface Family {
  readonly rows: readonly FunctionRow[]
  readonly udfs?: readonly Readonly<Record<string, Udf>>[]
}
