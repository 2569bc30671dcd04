import type { Expression } from '../plan/expression.ts'
import { type ArgumentRefusal, because } from '../refusals/refusal-text.ts'

/** int and long count as one type; a dynamic is compatible with every other type. */
const kindOf = ({ type }: Expression): string => (type === 'int' ? 'long' : type)

/** Why Kusto rejects alternatives: they have different types (semantics 1.11, 24.12). */
export function mixed(values: readonly Expression[]): ArgumentRefusal | undefined {
  const typed = values.filter(
    ({ op, type, ...rest }) => type !== 'dynamic' && type !== 'struct' && !('value' in rest && rest.value === null),
  )
  const kinds = [...new Set(typed.map(kindOf))]
  return kinds.length > 1 ? because('mixed-values', kinds) : undefined
}
