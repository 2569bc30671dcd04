import { project, reference } from '../plan/build.ts'
import type { ColumnId, ColumnReference, Expression, WindowCall } from '../plan/expression.ts'
import type { PlanNode, Project } from '../plan/node.ts'
import type { Environment } from './environment.ts'

/** What an expression may name. */
export interface Scope {
  readonly environment: Environment
  /** The rows whose columns are in view; absent where an expression may not read a row. */
  readonly input?: GrowingInput
  /** The right side of a join condition. */
  readonly right?: PlanNode
  /** Whether aggregate functions may be called. */
  readonly grouped?: true
  /** What `step.column` means inside scan. */
  readonly state?: (step: string, column: string) => Expression | undefined
}

/** A scope with columns in view. */
export interface RowScope extends Scope {
  readonly input: GrowingInput
}

/**
 * The input of an operator while the operator's expressions are lowered. Some expressions need more below the operator than
 * the input: a window function, the columns of an order. They put it on top of `plan`, so read `plan` after lowering them.
 */
export interface GrowingInput {
  readonly plan: PlanNode
  readonly hasWindows: boolean
  /** Goes on with a node that has the columns of `plan` and more. */
  grow(plan: PlanNode): void
  /** Computes a window function in a project of its own, or in the topmost one if that holds nothing else. */
  hoist(call: WindowCall, id: ColumnId): ColumnReference
}

export const rowScope = (input: PlanNode, environment: Environment): RowScope => ({
  input: growingInput(input),
  environment,
})

function growingInput(start: PlanNode): GrowingInput {
  let plan = start
  let windows: Project | undefined
  return {
    get plan() {
      return plan
    },
    get hasWindows() {
      return windows !== undefined
    },
    grow(grown) {
      plan = grown
    },
    hoist(call, id) {
      const column = { id, name: id, type: call.type, hidden: true } as const
      const layer = windows === plan && !readsAny(call, windows) ? windows : undefined
      const assignments = [...(layer?.assignments ?? []), { id, expression: call }]
      windows = project(layer?.input ?? plan, assignments, [...plan.columns, column], call.span)
      plan = windows
      return reference(column)
    },
  }
}

/** Whether a call reads a column that the project computes. */
function readsAny(call: WindowCall, { assignments }: Project): boolean {
  const ids = new Set(assignments.map(({ id }) => id))
  return mentions(call, ids)
}

function mentions(expression: Expression, ids: ReadonlySet<ColumnId>): boolean {
  if (expression.op === 'column') return ids.has(expression.id)
  if (expression.op === 'window' && expression.partition.some(key => ids.has(key.id))) return true
  if (expression.op === 'call' || expression.op === 'window' || expression.op === 'aggregate') {
    return expression.args.some(arg => mentions(arg, ids))
  }
  return expression.op === 'field' && mentions(expression.of, ids)
}
