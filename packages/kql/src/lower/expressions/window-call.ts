import type { ColumnType } from '@tripline/schemas'
import { type Nodes, spanOf } from '../../frontend/syntax.ts'
import type { ColumnReference, Expression } from '../../plan/expression.ts'
import { ordered } from '../carry-columns.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { lowerSessionWindow } from './session-window.ts'

/** A call of a window function with lowered arguments. */
export interface WindowSite {
  readonly name: string
  readonly args: readonly Expression[]
  readonly type: ColumnType
}

type CallNode = Nodes['FunctionCallExpression']

/** Functions whose second argument restarts them at rows where it is true. */
const restarting: ReadonlySet<string> = new Set(['row_number', 'row_cumsum', 'row_rank_dense', 'row_rank_min'])

/**
 * A window function: only over ordered rows, and back to the last restart if there is a restart argument (semantics 13.3,
 * 13.4).
 */
export function lowerWindow(site: WindowSite, node: CallNode, scope: Scope, lowering: Lowering): ColumnReference {
  const { name, args, type } = site
  const { input } = scope
  if (scope.state) return refuse(node, 'window-in-scan', name)
  if (!input?.plan.serialized) {
    return refuse(node, 'window-order', name)
  }
  if (name === 'row_window_session') return lowerSessionWindow(args, node, input, lowering)
  const restart = restarting.has(name) ? args[1] : undefined
  const run = (
    called: string,
    operands: readonly Expression[],
    result: ColumnType,
    partition: readonly ColumnReference[],
  ): ColumnReference => {
    const order = ordered(input)
    const call = {
      op: 'window',
      name: called,
      args: operands,
      type: result,
      partition,
      order,
      span: spanOf(node),
    } as const
    return input.hoist(call, lowering.newId())
  }
  const runs = restart ? [run('times_true', [restart], 'long', [])] : []
  const own = restart ? args.slice(0, 1) : args
  if (name !== 'row_rank_dense' && name !== 'row_rank_min') return run(name, own, type, runs)
  const first = run('is_first_of_run', own, 'bool', runs)
  if (name === 'row_rank_dense') return run(name, [first], type, runs)
  return run(name, [first, run('row_number', [], 'long', runs)], type, runs)
}
