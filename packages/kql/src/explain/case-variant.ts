import type { Expression } from '../plan/expression.ts'

const folded: Readonly<Record<string, string>> = {
  '==': '=~',
  in: 'in~',
  has_cs: 'has',
  contains_cs: 'contains',
  startswith_cs: 'startswith',
  endswith_cs: 'endswith',
  hasprefix_cs: 'hasprefix',
  hassuffix_cs: 'hassuffix',
}

/** A condition that ignores the case of letters, if it is one that depends on it. */
export function caseVariant(condition: Expression): Expression | undefined {
  if (condition.op === 'membership')
    return condition.fold || condition.negated || condition.columnType !== 'string'
      ? undefined
      : { ...condition, fold: true }
  if (condition.op !== 'call' || condition.args[0]?.type !== 'string') return undefined
  const name = folded[condition.name]
  return name === undefined ? undefined : { ...condition, name }
}
