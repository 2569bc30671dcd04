import type { Expression } from '../plan/expression.ts'
import { type ArgumentRefusal, because } from '../refusals/refusal-text.ts'

/** Whole numbers are of one type here; a dynamic goes with every other. */
const kindOf = ({ type }: Expression): string => (type === 'int' ? 'long' : type)

/** Why Kusto rejects values of which one is chosen: they are of different types (semantics 1.11, 24.12). */
export function mixed(values: readonly Expression[]): ArgumentRefusal | undefined {
  const typed = values.filter(
    ({ op, type, ...rest }) => type !== 'dynamic' && type !== 'struct' && !('value' in rest && rest.value === null),
  )
  const kinds = [...new Set(typed.map(kindOf))]
  return kinds.length > 1 ? because('mixed-values', kinds) : undefined
}
