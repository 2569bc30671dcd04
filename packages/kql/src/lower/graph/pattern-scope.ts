import { lookUp } from '@tripline/diagnostics'
import { type Expr, elementsOf, is, type Nodes, textOf } from '../../frontend/syntax.ts'
import { reference } from '../../plan/build.ts'
import { type Expression, literal } from '../../plan/expression.ts'
import type { PlanColumn } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { type PatternScope, rowScope, type Scope } from '../scope.ts'
import type { Steps } from '../steps.ts'
import type { Properties } from './graph.ts'
import type { Branch, Matched } from './graph-branch.ts'
import type { Pattern, PatternEdge } from './graph-pattern.ts'

type CallNode = Nodes['FunctionCallExpression']

/** What names and functions mean in the clauses of a graph-match, for one branch of its pattern (semantics 28.6). */
export function patternScope(
  clause: 'where' | 'project',
  pattern: Pattern,
  branch: Branch,
  matched: Matched,
  environment: Environment,
  lowering: Lowering,
  steps: Steps,
): Scope {
  const edges = new Map(pattern.edges.flatMap(edge => (edge.name === undefined ? [] : [[edge.name, edge] as const])))
  const elementsOfPath = (edge: PatternEdge): readonly Properties[] =>
    branch.stepsOf.get(edge)!.map(index => matched.edges.get(index)!)
  const array = (values: readonly Expression[]): Expression =>
    values.length > 0 ? steps.call('pack_array', values, 'dynamic') : literal('dynamic', '[]')

  const member: PatternScope['member'] = (owner, property, at) => {
    const edge = edges.get(owner)
    if (edge?.lengths) {
      if (clause === 'where') return refuse(at, 'graph-path-property', owner)
      const path = elementsOfPath(edge)
      return array(path.map(one => (property === undefined ? bagOf(one, steps) : propertyOf(one, property, at))))
    }
    const element = edge ? elementsOfPath(edge)[0]! : matched.nodes.get(branch.nodeOf(owner))
    if (!element) return undefined
    return property === undefined ? refuse(at, 'graph-whole', owner) : propertyOf(element, property, at)
  }

  /** The elements of a path that `all`, `any` and `map` look at: its edges, or the nodes inside it. */
  const lookedAt = (argument: Expr): readonly Properties[] => {
    const inner = is(argument, 'FunctionCallExpression') && argument.Name!.SimpleName === 'inner_nodes'
    const named = inner ? elementsOf(argument.ArgumentList?.Expressions)[0] : argument
    const edge = is(named, 'NameReference') ? edges.get(named.SimpleName!) : undefined
    if (!edge?.lengths) return refuse(argument, 'graph-path-needed', textOf(argument))
    return inner ? branch.innerOf.get(edge)!.map(name => matched.nodes.get(name)!) : elementsOfPath(edge)
  }

  const each = (node: CallNode): readonly Expression[] => {
    const [elements, body] = elementsOf(node.ArgumentList?.Expressions)
    return lookedAt(elements!).map(({ properties }) => {
      const own = rowScope({ ...matched.plan, columns: properties, order: [], serialized: false }, environment)
      const value = lowering.expression(body!, { ...own, pattern: { member: () => undefined, call: refuseFunction } })
      return value.type === 'struct' ? refuse(body!, 'no-single-value', textOf(body!)) : value
    })
  }

  const folded = (node: CallNode, name: 'and' | 'or', none: boolean): Expression =>
    each(node)
      .map(value => steps.call('iff', [value, literal('bool', true), literal('bool', false)], 'bool'))
      .reduce<Expression>(
        (all, value) => (all.op === 'literal' ? value : steps.call(name, [all, value], 'bool')),
        literal('bool', none),
      )

  const calls: Readonly<Record<string, (node: CallNode) => Expression>> = {
    all: node => folded(node, 'and', true),
    any: node => folded(node, 'or', false),
    map: node => array(each(node)),
  }
  const call: PatternScope['call'] = node => {
    refuseFunction(node)
    return lookUp(calls, node.Name!.SimpleName!)?.(node)
  }
  return { ...rowScope(matched.plan, environment), pattern: { member, call } }
}

/** Functions that are not about the properties of edges and nodes. */
const otherFunctions: ReadonlySet<string> = new Set([
  'ingestion_time',
  'inner_nodes',
  'labels',
  'node_degree_in',
  'node_degree_out',
  'node_id',
])

function refuseFunction(node: CallNode): undefined {
  const name = node.Name!.SimpleName!
  return otherFunctions.has(name) ? refuse(node, 'graph-function', name) : undefined
}

const propertyOf = ({ properties }: Properties, name: string, at: Expr): Expression => {
  const column = properties.find(property => property.name === name)
  return column ? reference(column) : refuse(at, 'name-unresolved', name)
}

/** An element as a whole: a bag without its missing and empty properties. */
const bagOf = ({ properties }: Properties, steps: Steps): Expression =>
  steps.call(
    'bag_pack_present',
    properties.flatMap((column: PlanColumn) => [literal('string', column.name), reference(column)]),
    'dynamic',
  )
