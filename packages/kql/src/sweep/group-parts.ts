import type { ColumnReference, Expression } from '../plan/expression.ts'
import type { Assignment, Summarize } from '../plan/node.ts'
import { kindOf } from './aggregate-kinds.ts'
import { aggregatesIn, isRanked, needsOf, replaced } from './sweep-expressions.ts'
import { hiddenColumn, newColumn, type SweepContext, type Swept, type SweptRows, spread } from './swept.ts'

/** Groups made of parts, each of the rows that the same runs see. */
interface Parts {
  readonly keys: readonly Assignment[]
  readonly aggregates: readonly Assignment[]
  /** One row for a part in each run that sees it. */
  readonly rows: SweptRows
}

/**
 * The rows of a group that the same runs see, combined before they are spread over these runs: a long window has few such parts.
 * Undefined if the values could be others.
 */
export function partsOf(node: Summarize, input: Swept, context: SweepContext): Parts | undefined {
  const expressions = [...node.keys, ...node.aggregates].map(({ expression }) => expression)
  if (input.kind !== 'bounded' || input.later.length > 0 || isRanked(node)) return undefined
  // Of equal reals, the database returns any.
  if (needsOf(expressions).run || node.keys.some(({ expression }) => expression.type === 'real')) return undefined
  const calls = aggregatesIn(expressions)
  if (!calls.every(call => kindOf(call)?.combinedBy)) return undefined
  const keys = node.keys.map(({ id, expression }) => ({ id, expression, part: newColumn(expression, context) }))
  const values = calls.map(call => {
    const by = kindOf(call)!.combinedBy!
    const isKey = by === 'values'
    const expression = isKey ? call.args[0]! : { ...call, order: [] }
    const part = newColumn(expression, context)
    const whole = isKey ? { args: [part, ...call.args.slice(1)] } : { name: by, args: [part] }
    return { expression, part, isKey, call, whole: { ...call, ...whole, order: [] } }
  })
  const wholes = new Map<Expression, Expression>(values.map(({ call, whole }) => [call, whole]))
  const { node: rows, from, to } = input
  const partKeys = [
    ...keys,
    ...values.filter(({ isKey }) => isKey),
    ...[from, to].map(part => ({ expression: part, part })),
  ]
  const partValues = values.filter(({ isKey }) => !isKey)
  const assigned = (parts: readonly { readonly part: ColumnReference; readonly expression: Expression }[]) =>
    parts.map(({ part, expression }) => ({ id: part.id, expression }))
  const parts: Summarize = {
    op: 'summarize',
    input: rows,
    keys: assigned(partKeys),
    aggregates: assigned(partValues),
    columns: [...partKeys, ...partValues].map(({ part }) => hiddenColumn(part)),
    position: context.newId(),
    order: [],
    serialized: false,
    span: node.span,
  }
  return {
    keys: keys.map(({ id, part }) => ({ id, expression: part })),
    aggregates: node.aggregates.map(({ id, expression }) => ({
      id,
      expression: replaced(expression, part => wholes.get(part)),
    })),
    rows: spread({ node: parts, from, to }, context),
  }
}
