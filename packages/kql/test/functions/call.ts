import type { Cell } from '../../src/engine.ts'
import type { Udf } from '../../src/values/udf.ts'

/** Calls a function of a record as the database would: a null argument of a propagating function yields null. */
export const caller =
  <Name extends string>(udfs: Readonly<Record<Name, Udf>>) =>
  (name: Name, ...cells: readonly Cell[]): Cell => {
    const udf = udfs[name]
    if (udf.nulls === 'propagate' && cells.includes(null)) return null
    return (udf.call as (...cells: readonly Cell[]) => Cell)(...cells)
  }
