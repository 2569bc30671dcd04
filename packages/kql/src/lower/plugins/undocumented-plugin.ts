import type { ColumnType } from '@tripline/schemas'
import { columnsOf, isTable, spanOf } from '../../frontend/syntax.ts'
import { project } from '../../plan/build.ts'
import { literal } from '../../plan/expression.ts'
import type { PlanColumn } from '../../plan/node.ts'
import { refuse } from '../refusal.ts'
import { stepsAt } from '../steps.ts'
import type { LowerPlugin } from './plugin.ts'
import { callOf } from './plugin-arguments.ts'

/**
 * A plugin whose result is not documented: over no rows it finds nothing, and a row that reaches it ends the query (semantics
 * 18.3). Its columns end the query too, because the database may evaluate them first.
 */
export const lowerUndocumented: LowerPlugin = (node, input, environment, lowering) =>
  unanswered(`${callOf(node).Name!.SimpleName!}()`)(node, input, environment, lowering)

/** The same for one form of a plugin; `what` names it. */
export const unanswered =
  (what: string): LowerPlugin =>
  (node, input, _environment, lowering) => {
    const [call, span] = [callOf(node), spanOf(node)]
    const name = call.Name!.SimpleName!
    if (!isTable(node.ResultType) || node.ResultType.IsOpen) return refuse(call, 'plugin-columns', name)
    const columns = columnsOf(node.ResultType).map(
      (column): PlanColumn =>
        column.type ? { ...column, id: lowering.newId() } : refuse(call, 'plugin-column-type', name, column.name),
    )
    const steps = stepsAt(span, lowering)
    const answer = (type: ColumnType) => steps.call('no_answer', [literal('string', what)], type)
    const none = steps.where(input, answer('bool'))
    const assignments = columns.map(({ id, type }) => ({ id, expression: answer(type as ColumnType) }))
    return { ...project(none, assignments, columns, span), order: [], serialized: false }
  }
