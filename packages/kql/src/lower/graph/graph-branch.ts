import type { ColumnType } from '@tripline/schemas'
import { reference } from '../../plan/build.ts'
import { type Expression, literal } from '../../plan/expression.ts'
import type { Join, PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Steps } from '../steps.ts'
import type { Graph, Properties } from './graph.ts'
import type { Pattern, PatternEdge } from './graph-pattern.ts'
import { unionOf } from './make-graph.ts'

export type Cycles = 'all' | 'none' | 'unique_edges'

/** One edge of a pattern whose paths have fixed lengths. */
interface Step {
  readonly left: string
  readonly right: string
  readonly direction: PatternEdge['direction']
}

/** A pattern with one length for each of its paths. */
export interface Branch {
  /** The variable that binds a node; a path without edges binds both its ends to one. */
  readonly nodeOf: (name: string) => string
  readonly steps: readonly Step[]
  /** The indexes of an edge's steps, and the nodes inside its path. */
  readonly stepsOf: ReadonlyMap<PatternEdge, readonly number[]>
  readonly innerOf: ReadonlyMap<PatternEdge, readonly string[]>
}

/** The rows of a match so far, and which of their columns each part of the pattern has. */
export interface Matched {
  readonly plan: PlanNode
  readonly edges: ReadonlyMap<number, Properties>
  readonly nodes: ReadonlyMap<string, Properties>
}

export function branchOf({ edges }: Pattern, lengths: ReadonlyMap<PatternEdge, number>): Branch {
  const same = new Map<string, string>()
  const nodeOf = (name: string): string => (same.has(name) ? nodeOf(same.get(name)!) : name)
  for (const edge of edges) {
    const [left, right] = [nodeOf(edge.left), nodeOf(edge.right)]
    if (lengths.get(edge) === 0 && left !== right) same.set(right, left)
  }
  const steps: Step[] = []
  const stepsOf = new Map<PatternEdge, readonly number[]>()
  const innerOf = new Map<PatternEdge, readonly string[]>()
  for (const [position, edge] of edges.entries()) {
    const length = lengths.get(edge) ?? 1
    const inner = Array.from({ length: Math.max(0, length - 1) }, (_, index) => ` inner${position}.${index}`)
    const nodes = [nodeOf(edge.left), ...inner, nodeOf(edge.right)]
    stepsOf.set(
      edge,
      Array.from({ length }, (_, index) => steps.length + index),
    )
    innerOf.set(edge, inner)
    for (let index = 0; index < length; index++)
      steps.push({ left: nodes[index]!, right: nodes[index + 1]!, direction: edge.direction })
  }
  return { nodeOf, steps, stepsOf, innerOf }
}

/** The matches of a branch: a join for each edge, and one for each node that is described by its properties. */
export function matchBranch(
  branch: Branch,
  pattern: Pattern,
  graph: Graph,
  cycles: Cycles,
  described: ReadonlySet<string>,
  steps: Steps,
): Matched {
  const waiting = new Map(branch.steps.entries())
  let matched = waiting.size > 0 ? undefined : alone(branch.nodeOf(pattern.nodes[0]!), graph)
  while (waiting.size > 0) {
    const [index, step] = [...waiting].find(
      ([, { left, right }]) => !matched || matched.nodes.has(left) || matched.nodes.has(right),
    )!
    waiting.delete(index)
    matched = withEdge(matched, index, step, graph, cycles, steps)
  }
  return [...matched!.nodes.keys()]
    .filter(name => described.has(name))
    .reduce<Matched>((rows, name) => withNode(rows, name, graph, steps), matched!)
}

function alone(name: string, graph: Graph): Matched {
  const plan = graph.nodes()
  const [id, ...properties] = plan.columns as [PlanColumn, ...PlanColumn[]]
  return { plan, edges: new Map(), nodes: new Map([[name, { id, properties }]]) }
}

/** One edge more, which joins the nodes that are bound already and binds the others. */
function withEdge(
  before: Matched | undefined,
  index: number,
  { left, right, direction }: Step,
  graph: Graph,
  cycles: Cycles,
  steps: Steps,
): Matched {
  const plan = direction === 'any' ? inBothDirections(graph, steps) : graph.edges()
  const [id, from, to, ...properties] = plan.columns as [PlanColumn, PlanColumn, PlanColumn, ...PlanColumn[]]
  const [first, last] = direction === 'left' ? [to, from] : [from, to]
  const ends = [
    [left, first],
    [right, last],
  ] as const
  const bound = ends.filter(([name]) => before?.nodes.has(name))
  const rows = before
    ? innerJoin(
        before.plan,
        plan,
        bound.map(([name, column]) => ({ left: reference(before.nodes.get(name)!.id), right: reference(column) })),
        steps,
      )
    : plan
  const nodes = new Map(before?.nodes)
  const fresh = ends.filter(([name]) => !before?.nodes.has(name))
  for (const [name, id] of fresh) nodes.set(name, { id, properties: [] })
  const others = [...(before?.edges.values() ?? [])]
  const conditions: Expression[] = [
    ...(left === right && bound.length === 0 ? [same(first, last, steps)] : []),
    ...(cycles === 'unique_edges' ? others.map(other => differ(other.id, id, steps)) : []),
    ...(cycles === 'none' ? fresh : []).flatMap(([name, id]) =>
      [...nodes].flatMap(([other, bound]) => (other === name ? [] : [differs(id, bound.id, steps)])),
    ),
  ]
  return {
    plan: conditions.length > 0 ? steps.where(rows, allOf(conditions, steps)) : rows,
    edges: new Map(before?.edges).set(index, { id, properties }),
    nodes,
  }
}

/** Each edge as it is and turned around; a loop twice. */
function inBothDirections(graph: Graph, steps: Steps): PlanNode {
  const [forward, back] = [graph.edges(), graph.edges()]
  const [number, source, target, ...properties] = back.columns.map(({ id }) => id)
  return unionOf(
    [
      { input: forward, ids: forward.columns.map(({ id }) => id) },
      { input: back, ids: [number, target, source, ...properties] },
    ],
    forward.columns.map(({ name, type }) => steps.column(name, type as ColumnType)),
    forward.span,
  )
}

function withNode(before: Matched, name: string, graph: Graph, steps: Steps): Matched {
  const bound = before.nodes.get(name)!
  if (bound.properties.length > 0) return before
  const plan = graph.nodes()
  const [id, ...properties] = plan.columns as [PlanColumn, ...PlanColumn[]]
  const on = [{ left: reference(bound.id), right: reference(id) }]
  return {
    ...before,
    plan: innerJoin(before.plan, plan, on, steps),
    nodes: new Map(before.nodes).set(name, { id: bound.id, properties }),
  }
}

/** All columns of both sides, under their ids. */
function innerJoin(left: PlanNode, right: PlanNode, on: Join['on'], steps: Steps): PlanNode {
  const join = steps.join('inner', left, right, on)
  const sides = [
    ['left', left],
    ['right', right],
  ] as const
  const columns = sides.flatMap(([side, { columns }]) => columns.map(column => [side, column] as const))
  return {
    ...join,
    columns: columns.map(([, column]) => column),
    sources: new Map(columns.map(([side, { id }]) => [id, { side, id }])),
  }
}

const allOf = (conditions: readonly Expression[], steps: Steps): Expression =>
  conditions.reduce((all, condition) => steps.call('and', [all, condition], 'bool'))

const differ = (left: PlanColumn, right: PlanColumn, steps: Steps): Expression =>
  steps.call('!=', [reference(left), reference(right)], 'bool')

/** Null is the id of one node, as any other value is. */
const same = (left: PlanColumn, right: PlanColumn, steps: Steps): Expression => {
  const [a, b] = [reference(left), reference(right)]
  const missing = (column: Expression) => steps.call('isnull', [column], 'bool')
  const call = (name: string, ...args: readonly Expression[]) => steps.call(name, args, 'bool')
  return call('or', call('==', a, b), call('and', missing(a), missing(b)))
}

const differs = (left: PlanColumn, right: PlanColumn, steps: Steps): Expression =>
  steps.call(
    'not',
    [steps.call('iff', [same(left, right, steps), literal('bool', true), literal('bool', false)], 'bool')],
    'bool',
  )
