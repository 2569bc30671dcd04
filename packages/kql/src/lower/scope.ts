import type { Expr, Nodes } from '../frontend/syntax.ts'
import { project, reference } from '../plan/build.ts'
import type { ColumnId, ColumnReference, Expression, WindowCall } from '../plan/expression.ts'
import type { PlanNode, Project } from '../plan/node.ts'
import type { Environment } from './environment.ts'

/** Everything an expression may refer to. */
export interface Scope {
  readonly environment: Environment
  /** The rows whose columns are in view; absent if an expression cannot read a row. */
  readonly input?: GrowingInput
  /** The right side of a join condition. */
  readonly right?: PlanNode
  /** Whether aggregate functions are allowed. */
  readonly grouped?: true
  /** The meaning of `step.column` inside scan. */
  readonly state?: (step: string, column: string) => Expression | undefined
  /** The pattern that graph-match has found. */
  readonly pattern?: PatternScope
}

/** The meaning of names and calls that are about the elements of a graph's pattern; undefined for all others. */
export interface PatternScope {
  /** A property of an element, or the element as a whole. */
  readonly member: (owner: string, property: string | undefined, at: Expr) => Expression | undefined
  readonly call: (node: Nodes['FunctionCallExpression']) => Expression | undefined
}

/** A scope with columns in view. */
export interface RowScope extends Scope {
  readonly input: GrowingInput
}

/**
 * The input of an operator while the operator's expressions are lowered. Some expressions need more than the input below the
 * operator, such as a window function or the columns of an order. They extend `plan`, so read `plan` only after lowering them.
 */
export interface GrowingInput {
  readonly plan: PlanNode
  readonly hasWindows: boolean
  /** Replaces the plan with one that has all its columns and more. */
  grow(plan: PlanNode): void
  /** Computes a window function in a project of its own, or in the topmost one if that contains only window functions. */
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
