import type { ColumnId, Expression } from './expression.ts'
import type { PlanNode, Shared } from './node.ts'
import { expressionParts, nodeParts } from './node-parts.ts'
import { type Mapper, mapFields, type Parts, type Visitor, visitFields } from './part.ts'

export const isNode = (value: PlanNode | Expression): value is PlanNode => 'columns' in value

const partsOf = (value: PlanNode | Expression): Parts<object> =>
  isNode(value) ? nodeParts[value.op] : expressionParts[value.op]

const ignore = (): void => undefined

/** The nodes whose rows a node or an expression reads. */
export function childrenOf(value: PlanNode | Expression): readonly PlanNode[] {
  const children: PlanNode[] = []
  visitFields<object>(partsOf(value), value, { node: child => children.push(child), expression: ignore })
  return children
}

/** The direct sub-expressions of a node or an expression. */
export function expressionsOf(value: PlanNode | Expression): readonly Expression[] {
  const expressions: Expression[] = []
  visitFields<object>(partsOf(value), value, { node: ignore, expression: inner => expressions.push(inner) })
  return expressions
}

/** Whether an expression differs from row to row: it names a column. */
export const readsColumn = (expression: Expression): boolean =>
  expression.op === 'column' || expressionsOf(expression).some(readsColumn)

/** A node with each of its inputs replaced; a shared plan is replaced once, for all its readers. */
export const mapChildren = <Node extends PlanNode>(
  node: Node,
  map: (child: PlanNode) => PlanNode,
  known: Map<Shared, Shared>,
): Node =>
  mapFields<object>(partsOf(node), node, {
    node: map,
    shared: shared => mapShared(shared, map, known),
    expression: same,
  }) as Node

const same = (expression: Expression): Expression => expression

function mapShared(shared: Shared, map: (child: PlanNode) => PlanNode, known: Map<Shared, Shared>): Shared {
  const earlier = known.get(shared)
  if (earlier) return earlier
  const plan = map(shared.plan)
  const mapped = plan === shared.plan ? shared : { ...shared, plan }
  known.set(shared, mapped)
  return mapped
}

/** An expression with each of its sub-expressions replaced; the plans in it are kept. */
export const mapOperands = (expression: Expression, map: (operand: Expression) => Expression): Expression =>
  mapFields<object>(partsOf(expression), expression, {
    node: plan => plan,
    shared: shared => shared,
    expression: map,
  }) as Expression

/**
 * The replacement of an expression, instead of itself with rewritten operands; and of a node whose parts are already rewritten.
 */
export interface Rewriting {
  readonly expression: (expression: Expression) => Expression | undefined
  readonly node: (node: PlanNode) => PlanNode
}

/** A plan rewritten from the leaves up, including inside expressions; shared objects stay shared. */
export function rewriteAll(root: PlanNode, rewriting: Rewriting): PlanNode {
  const nodes = new Map<PlanNode, PlanNode>()
  const expressions = new Map<Expression, Expression>()
  const known = new Map<Shared, Shared>()
  const mapper: Mapper = {
    node: node => {
      const mapped = nodes.get(node) ?? rewriting.node(mapFields<object>(partsOf(node), node, mapper) as PlanNode)
      nodes.set(node, mapped)
      return mapped
    },
    shared: shared => mapShared(shared, mapper.node, known),
    expression: expression => {
      const mapped =
        expressions.get(expression) ??
        rewriting.expression(expression) ??
        (mapFields<object>(partsOf(expression), expression, mapper) as Expression)
      expressions.set(expression, mapped)
      return mapped
    },
  }
  return mapper.node(root)
}

/** Everything reachable from nodes and expressions, including themselves, each object once. */
export function visitAll(roots: readonly (PlanNode | Expression)[], visitor: Partial<Visitor>): void {
  const seen = new Set<PlanNode | Expression>()
  const stack = [...roots]
  const push = (value: PlanNode | Expression): void => {
    stack.push(value)
  }
  const pushing: Visitor = { node: push, expression: push, made: visitor.made ?? ignore }
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (seen.has(value)) continue
    seen.add(value)
    if (isNode(value)) visitor.node?.(value)
    else visitor.expression?.(value)
    visitFields<object>(partsOf(value), value, pushing)
  }
}

/** The nodes and the expressions of a plan, each once. */
export interface Contents {
  readonly nodes: readonly PlanNode[]
  readonly expressions: readonly Expression[]
}

export function contentsOf(plan: PlanNode): Contents {
  const nodes: PlanNode[] = []
  const expressions: Expression[] = []
  visitAll([plan], { node: node => nodes.push(node), expression: expression => expressions.push(expression) })
  return { nodes, expressions }
}

/** Every column that nodes and expressions read, including inside the plans of expressions. */
export function readsOf(roots: readonly (PlanNode | Expression)[]): Set<ColumnId> {
  const reads = new Set<ColumnId>()
  visitAll(roots, {
    expression: value => {
      if (value.op === 'column') reads.add(value.id)
    },
  })
  return reads
}
