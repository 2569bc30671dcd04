import type { ColumnId, Expression } from '../plan/expression.ts'
import type { PlanNode, Project, Shared } from '../plan/node.ts'
import { mapChildren } from '../plan/walk.ts'

/** Expressions with up to this many nodes are planned quickly. */
const heaviest = 200

/**
 * The database inlines a computed column wherever it is read, so a chain of extends that each read the previous one twice
 * doubles with every step. Such a chain is cut by materializing the rows so far.
 */
export const limitInlining = (plan: PlanNode): PlanNode => cut(plan, new Map()).node

interface Weighed {
  readonly node: PlanNode
  /** The number of nodes in a column once everything is inlined; absent: one. */
  readonly weights: ReadonlyMap<ColumnId, number>
}

const none: ReadonlyMap<ColumnId, number> = new Map()

function cut(node: PlanNode, shared: Map<Shared, Shared>): Weighed {
  if (node.op === 'project') return cutProject(node, cut(node.input, shared))
  if (node.op === 'filter' || node.op === 'take') {
    const { node: input, weights } = cut(node.input, shared)
    return { node: { ...node, input }, weights }
  }
  return { node: mapChildren(node, input => cut(input, shared).node, shared), weights: none }
}

function cutProject(node: Project, input: Weighed): Weighed {
  const weights = weigh(node, input.weights)
  const grown = Math.max(0, ...node.assignments.map(({ id }) => weights.get(id)!))
  if (grown <= heaviest || input.weights.size === 0) return { node: { ...node, input: input.node }, weights }
  return { node: { ...node, input: input.node, computedInput: true }, weights: weigh(node, none) }
}

const weigh = (node: Project, weights: ReadonlyMap<ColumnId, number>): Map<ColumnId, number> =>
  new Map([...weights, ...node.assignments.map(({ id, expression }) => [id, weightOf(expression, weights)] as const)])

function weightOf(expression: Expression, weights: ReadonlyMap<ColumnId, number>): number {
  switch (expression.op) {
    case 'column':
      return weights.get(expression.id) ?? 1
    case 'call':
      return expression.args.reduce((sum, arg) => sum + weightOf(arg, weights), 1)
    case 'membership':
      return 1 + weightOf(expression.subject, weights)
    case 'field':
    case 'groups':
      return 1 + weightOf(expression.of, weights)
    case 'literal':
    case 'now':
    case 'aggregate':
    case 'window':
    case 'subquery':
    case 'collect':
      return 1
  }
}
