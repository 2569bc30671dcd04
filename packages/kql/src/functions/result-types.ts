import type { ColumnType } from '@tripline/schemas'
import { constantOf, type Expression } from '../plan/expression.ts'

type Correction = ColumnType | ((args: readonly Expression[]) => ColumnType | undefined)

/** Where the engine's result type differs from the official binder's (semantics 24). */
const corrections: Readonly<Record<string, Correction>> = {
  ceiling: 'real',
  datetime_diff: args => (String(constantOf(args[0])).toLowerCase() === 'week' ? 'real' : undefined),
  datetime_part: 'long',
  datepart: 'long',
  getyear: 'long',
  hourofday: 'long',
  monthofyear: 'long',
  jaccard_index: 'real',
}

/** The type of a call's result: the binder's, or the engine's where they are known to differ. */
export function resultType(name: string, args: readonly Expression[], bound: ColumnType): ColumnType {
  const correction = corrections[name]
  return (typeof correction === 'function' ? correction(args) : correction) ?? bound
}
