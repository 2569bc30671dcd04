import {
  boundNames,
  descendants,
  elementsOf,
  is,
  type Nodes,
  parametersOf,
  resultName,
  spanOf,
  textOf,
} from '../../frontend/syntax.ts'
import { project } from '../../plan/build.ts'
import { literal } from '../../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { namesOf } from '../expressions/named-expressions.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { type Steps, stepsAt } from '../steps.ts'
import type { Graph } from './graph.ts'
import { type Branch, branchOf, type Cycles, matchBranch } from './graph-branch.ts'
import { type Pattern, type PatternEdge, patternOf } from './graph-pattern.ts'
import { unionOf } from './make-graph.ts'
import { patternScope } from './pattern-scope.ts'

type MatchNode = Nodes['GraphMatchOperator']

/**
 * graph-match: a row for each match. A path of several lengths is a union of patterns, one for each length (semantics 28).
 */
export function lowerGraphMatch(node: MatchNode, graph: Graph, environment: Environment, lowering: Lowering): PlanNode {
  if (!node.ProjectClause) return refuse(node, 'graph-project')
  const pattern = patternOf(node)
  const cycles = cyclesOf(node, pattern)
  const names = columnNames(node, node.ProjectClause, pattern)
  const steps = stepsAt(spanOf(node), lowering)
  const matches = lengthsOf(node, pattern).map(lengths => {
    const branch = branchOf(pattern, lengths)
    return projected(node, names, pattern, branch, graph, cycles, environment, lowering, steps)
  })
  const [only, ...others] = matches
  if (others.length === 0) return only!
  return unionOf(
    matches.map(input => ({ input, ids: input.columns.map(({ id }) => id) })),
    only!.columns.map(column => ({ ...column, id: lowering.newId() })),
    spanOf(node),
  )
}

const cyclesOptions: ReadonlySet<string> = new Set(['all', 'none', 'unique_edges'] satisfies Cycles[])

function cyclesOf(node: MatchNode, pattern: Pattern): Cycles {
  const written = parametersOf(node).get('cycles')
  const cycles = written ? textOf(written).replace(/^(["'])(.*)\1$/, '$2') : 'unique_edges'
  if (!cyclesOptions.has(cycles)) return refuse(written ?? node, 'graph-cycles', cycles)
  if (cycles === 'none' && !isSettled(pattern)) return refuse(written!, 'graph-no-cycles')
  return cycles as Cycles
}

/**
 * Whether it is known what cycles=none leaves out: not for several paths, paths without edges, two edges between two nodes, and
 * one from a node to itself.
 */
function isSettled({ edges }: Pattern): boolean {
  const paths = edges.filter(edge => edge.lengths)
  const pairs = edges.map(({ left, right }) => JSON.stringify([left, right].sort()))
  if (edges.some(({ left, right, lengths }) => left === right && !lengths)) return false
  return paths.length < 2 && !paths.some(({ lengths }) => lengths![0] === 0) && new Set(pairs).size === pairs.length
}

const mostBranches = 64

/** Every choice of a length for each path. */
function lengthsOf(node: MatchNode, { edges }: Pattern): readonly ReadonlyMap<PatternEdge, number>[] {
  const paths = edges.filter(edge => edge.lengths)
  const count = paths.reduce((product, { lengths }) => product * lengths!.length, 1)
  if (count > mostBranches) return refuse(node, 'graph-branches', mostBranches)
  return paths.reduce<readonly ReadonlyMap<PatternEdge, number>[]>(
    (choices, edge) => choices.flatMap(chosen => edge.lengths!.map(length => new Map(chosen).set(edge, length))),
    [new Map()],
  )
}

/** The binder's names, where they are those that the engine gives; elsewhere a column needs a name. */
function columnNames(node: MatchNode, clause: Nodes['ProjectClause'], { nodes, edges }: Pattern): readonly string[] {
  const elements = elementsOf(clause.Expressions)
  const bound = boundNames(node.ResultType)
  const paths = new Set(edges.flatMap(({ name, lengths }) => (lengths ? name : undefined)))
  const wholes = new Set([...nodes, ...edges.flatMap(({ name, lengths }) => (lengths ? [] : name))])
  for (const element of elements) {
    const { names, expression } = namesOf(element)
    if (is(expression, 'NameReference') && wholes.has(expression.SimpleName!))
      refuse(expression, 'graph-whole', expression.SimpleName!)
    const isNamed = names.length === 1 || is(expression, 'PathExpression')
    const isPath = is(expression, 'NameReference') && paths.has(expression.SimpleName!)
    if (!isNamed && !isPath) refuse(element, 'graph-column-name', resultName(expression) ?? textOf(element))
  }
  return bound.length === elements.length ? bound : refuse(clause, 'graph-column-name', textOf(clause))
}

/** The matches of one branch that meet the condition, with the projected columns. */
function projected(
  node: MatchNode,
  names: readonly string[],
  pattern: Pattern,
  branch: Branch,
  graph: Graph,
  cycles: Cycles,
  environment: Environment,
  lowering: Lowering,
  steps: Steps,
): PlanNode {
  const matched = matchBranch(branch, pattern, graph, cycles, describedNodes(node, pattern, branch), steps)
  const scopeOf = (clause: 'where' | 'project', plan: PlanNode) =>
    patternScope(clause, pattern, branch, { ...matched, plan }, environment, lowering, steps)
  const condition = node.WhereClause?.Condition
  const simple = closesOnItself(pattern, branch, cycles)
    ? steps.where(matched.plan, literal('bool', false))
    : matched.plan
  const kept = condition ? steps.where(simple, lowering.expression(condition, scopeOf('where', simple))) : simple
  const scope = scopeOf('project', kept)
  const outputs = elementsOf(node.ProjectClause!.Expressions).map((element, index) => {
    const expression = lowering.expression(namesOf(element).expression, scope)
    if (expression.type === 'struct') return refuse(element, 'no-single-value', textOf(element))
    return {
      expression,
      column: { id: lowering.newId(), name: names[index]!, type: expression.type } satisfies PlanColumn,
    }
  })
  return {
    ...project(
      kept,
      outputs.map(({ column, expression }) => ({ id: column.id, expression })),
      outputs.map(({ column }) => column),
      spanOf(node),
    ),
    order: [],
    serialized: false,
  }
}

/** Without cycles, no path returns to the node where it starts. */
const closesOnItself = ({ edges }: Pattern, { nodeOf }: Branch, cycles: Cycles): boolean =>
  cycles === 'none' && edges.some(({ left, right, lengths }) => lengths && nodeOf(left) === nodeOf(right))

/** The nodes of which the clauses may read properties: those that they name, and those inside paths whose inner nodes they name. */
function describedNodes(node: MatchNode, { nodes, edges }: Pattern, branch: Branch): ReadonlySet<string> {
  const read = [node.WhereClause, node.ProjectClause].flatMap(clause => (clause ? [...descendants(clause)] : []))
  const named = new Set(read.flatMap(element => (is(element, 'NameReference') ? element.SimpleName! : [])))
  const inside = named.has('inner_nodes') ? edges.filter(({ name }) => name !== undefined && named.has(name)) : []
  return new Set([
    ...nodes.filter(name => named.has(name)).map(branch.nodeOf),
    ...inside.flatMap(edge => branch.innerOf.get(edge)!),
  ])
}
