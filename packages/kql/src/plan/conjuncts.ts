import type { TextSpan } from '../world/query-diagnostic.ts'
import type { Call, Expression } from './expression.ts'

/** The conditions that `and` connects. */
export const conjuncts = (predicate: Expression): readonly Expression[] =>
  predicate.op === 'call' && predicate.name === 'and' ? predicate.args.flatMap(conjuncts) : [predicate]

/** Conditions connected by `and`; undefined if there are none. */
export const conjunction = (conditions: readonly Expression[], span: TextSpan): Expression | undefined =>
  conditions.length === 0
    ? undefined
    : conditions.reduce(
        (all, next) => ({ op: 'call', name: 'and', args: [all, next], type: 'bool', span }) satisfies Call,
      )
