import { reader } from '../plan/build.ts'
import type { Expression } from '../plan/expression.ts'
import type { Assignment, PlanNode, Summarize } from '../plan/node.ts'
import { kindOf } from './aggregate-kinds.ts'
import { readers } from './readers.ts'
import { aggregatesIn, needsOf, replaced } from './sweep-expressions.ts'
import { filtered, hiddenColumn, newColumn, type SweepContext, type Swept, semiJoin } from './swept.ts'

/** Comparisons that hold for greater values of this operand if they hold for one. */
const growingOperand: Readonly<Record<string, number>> = { '>': 0, '>=': 0, '<': 1, '<=': 1 }

/** Whether a condition on an aggregate holds for the rows of all runs if it holds for those of one. */
function isBound(condition: Expression, { aggregates }: Summarize): boolean {
  const position = condition.op === 'call' ? growingOperand[condition.name] : undefined
  if (condition.op !== 'call' || position === undefined) return false
  const [operand, limit] = [condition.args[position], condition.args[1 - position]]
  const found = aggregates.find(({ id }) => operand?.op === 'column' && id === operand.id)?.expression
  return limit?.op === 'literal' && found?.op === 'aggregate' && kindOf(found)?.growing === true
}

/**
 * The rows of groups that can meet conditions in some run, as far as their rows in all runs tell. No aggregate may refuse what is
 * left out.
 */
export function withinBounds(
  node: Summarize,
  input: Swept,
  conditions: readonly Expression[],
  context: SweepContext,
): Swept {
  const bounds = conditions.filter(condition => isBound(condition, node))
  const expressions = [...node.keys, ...node.aggregates].map(({ expression }) => expression)
  if (input.kind !== 'timed' || node.keys.length === 0 || bounds.length === 0) return input
  if (needsOf(expressions).run || !aggregatesIn(expressions).every(kindOf)) return input
  const read = readers(input.node)
  const renamed = ({ id, expression }: Assignment) => ({ id, expression, own: newColumn(expression, context) })
  const [keys, totals] = [node.keys.map(renamed), node.aggregates.map(renamed)]
  const assigned = (assignments: typeof keys) => assignments.map(({ own, expression }) => ({ id: own.id, expression }))
  const groups: Summarize = {
    op: 'summarize',
    input: read(),
    keys: assigned(keys),
    aggregates: assigned(totals),
    columns: [...keys, ...totals].map(({ own }) => hiddenColumn(own)),
    position: context.newId(),
    order: [],
    serialized: false,
    span: node.span,
  }
  const total = (part: Expression) => (part.op === 'column' ? totals.find(({ id }) => id === part.id)?.own : undefined)
  const possible = bounds.map(bound => replaced(bound, total)).reduce<PlanNode>(filtered, groups)
  const on = keys.map(({ own, expression }) => ({ left: expression, right: own }))
  return { ...input, node: semiJoin(read(), reader({ plan: possible }), on) }
}
