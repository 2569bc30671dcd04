import { constantOf } from '../../plan/expression.ts'
import { because } from '../../refusals/refusal-text.ts'
import type { AggregateRow } from '../row.ts'

/** Which accuracy is requested does not matter (semantics 10.7), as long as there is one. */
export const accuracy = (position: number): Pick<AggregateRow, 'refuses' | 'unsettled'> => ({
  refuses: args => {
    const given = args[position]
    const isWhole = given?.type === 'int' || given?.type === 'long'
    const value = Number(constantOf(given) ?? Number.NaN)
    return !given || (isWhole && value >= 0 && value <= 4) ? undefined : because('accuracy')
  },
  unsettled: { 0: ['nan'] },
})
