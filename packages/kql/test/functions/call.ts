import type { Cell } from '../../src/engine.ts'
import type { Udf } from '../../src/functions/udf.ts'

/** Calls a function of a family as the database would: a null argument of a propagating function answers null. */
export const caller =
  (family: readonly Udf[]) =>
  (name: string, ...cells: readonly Cell[]): Cell => {
    const udf = family.find(candidate => candidate.name === name)
    if (udf === undefined) throw new Error(`the family has no ${name}`)
    if (udf.nulls === 'propagate' && cells.includes(null)) return null
    return (udf.call as (...cells: readonly Cell[]) => Cell)(...cells)
  }
