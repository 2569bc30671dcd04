import type { ColumnType } from '@tripline/schemas'
import { sourceOf } from '../../frontend/definition.ts'
import { type Expr, elementsOf, is, type Nodes, spanOf, textOf } from '../../frontend/syntax.ts'
import { columnNamed, reference } from '../../plan/build.ts'
import { literal } from '../../plan/expression.ts'
import { type PlanColumn, type PlanNode, type Union, visible } from '../../plan/node.ts'
import type { TextSpan } from '../../world/query-diagnostic.ts'
import { ordered } from '../carry-columns.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { sharePlan } from '../share-plan.ts'
import { type Steps, stepsAt } from '../steps.ts'
import type { Graph } from './graph.ts'

/** A graph expression: a pipe into make-graph, or a let that names one. */
export function lowerGraph(node: Expr, environment: Environment, lowering: Lowering): Graph {
  if (is(node, 'ParenthesizedExpression')) return lowerGraph(node.Expression!, environment, lowering)
  if (is(node, 'PipeExpression') && is(node.Operator, 'MakeGraphOperator'))
    return makeGraph(node.Operator, lowering.table(node.Expression!, environment), environment, lowering)
  const bound = is(node, 'NameReference') ? environment.get(sourceOf(node.ReferencedSymbol)) : undefined
  return bound?.kind === 'graph' ? bound.graph() : refuse(node, 'graph-source', textOf(node).slice(0, 60))
}

/** make-graph: each row is an edge, and each id of a node once a node (semantics 28.1, 28.2). */
function makeGraph(
  node: Nodes['MakeGraphOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): Graph {
  if (node.DirectionToken!.Text!.trim() !== '-->') return refuse(node, 'graph-undirected')
  const steps = stepsAt(spanOf(node), lowering)
  const [source, target] = [node.SourceColumn!, node.TargetColumn!].map(name => idColumn(name, input)) as [Id, Id]
  if (source.type !== target.type) return refuse(node, 'graph-id-types', source.type, target.type)
  const number = steps.column('number', 'long')
  const ends = [steps.column('source', source.type), steps.column('target', target.type)] as const
  const numbered = steps.extend(input, [
    [
      number,
      { op: 'window', name: 'row_number', args: [], type: 'long', partition: [], order: [], span: spanOf(node) },
    ],
    [ends[0], reference(source)],
    [ends[1], reference(target)],
  ])
  const edges = sharePlan({ ...numbered, columns: [number, ...ends, ...visible(input)], order: [] }, lowering)
  const nodes = sharePlan(nodesOf(node, source.type, edges, environment, lowering), lowering)
  return { edges, nodes }
}

type Id = PlanColumn & { readonly type: ColumnType }

/** Types of which it is settled which ids are equal. */
const idTypes: ReadonlySet<string> = new Set(['string', 'int', 'long', 'datetime', 'guid'])

function idColumn(name: Nodes['NameReference'], table: PlanNode): Id {
  const column = columnNamed(table, name.SimpleName!) ?? refuse(name, 'name-unresolved', name.SimpleName!)
  if (!idTypes.has(column.type)) return refuse(name, 'graph-id-type', column.type)
  return column as Id
}

/** The nodes of the tables, and those that only edges name, which have no properties but their id. */
function nodesOf(
  node: Nodes['MakeGraphOperator'],
  type: ColumnType,
  edges: () => PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const span = spanOf(node)
  const steps = stepsAt(span, lowering)
  const clause = node.WithClause
  const tables = is(clause, 'MakeGraphWithTablesAndKeysClause')
    ? elementsOf<Nodes['MakeGraphTableAndKeyClause']>(clause.TablesAndKeys).map(given =>
        nodeTable(given, type, environment, lowering),
      )
    : []
  const ends = unionOf(
    [1, 2].map(end => {
      const read = edges()
      return { input: read, ids: [read.columns[end]!.id] }
    }),
    [steps.column('id', type)],
    span,
  )
  const distinct = steps.group(ends, [[steps.column('id', type), reference(ends.columns[0]!)]])
  if (tables.length === 0) {
    const name = is(clause, 'MakeGraphWithImplicitIdClause') ? clause.Name!.SimpleName! : undefined
    return name === undefined
      ? distinct
      : steps.extend(distinct, [[steps.column(name, type), reference(distinct.columns[0]!)]])
  }
  const properties = tables.flatMap(({ columns }) => columns)
  const names = [...new Set(properties.map(({ name }) => name))]
  const columns = names.map((name): PlanColumn => {
    const types = [...new Set(properties.filter(column => column.name === name).map(column => column.type))]
    if (types.length > 1) return refuse(node, 'graph-property-types', name)
    return steps.column(name, types[0] as ColumnType)
  })
  const own = unionOf(
    tables.map(({ plan, id, columns: given }) => ({
      input: plan,
      ids: [id.id, ...names.map(name => given.find(column => column.name === name)?.id)],
    })),
    [steps.column('id', type), ...columns],
    span,
  )
  const known = tables.length > 1 ? onceEach(own, steps) : own
  const shared = sharePlan(known, lowering)
  const [left, right] = [shared(), shared()]
  const others = steps.join('leftanti', distinct, right, [
    { left: reference(distinct.columns[0]!), right: reference(right.columns[0]!) },
  ])
  const keys = new Set(tables.map(({ key }) => key))
  const alone = others.columns[0]!.id
  return unionOf(
    [
      { input: left, ids: left.columns.map(({ id }) => id) },
      { input: others, ids: [alone, ...names.map(name => (keys.has(name) ? alone : undefined))] },
    ],
    left.columns.map(column => ({ ...column, id: lowering.newId() })),
    span,
  )
}

/** One table of nodes: the first row of each id, which is any for the service. */
function nodeTable(
  { Table, Column }: Nodes['MakeGraphTableAndKeyClause'],
  type: ColumnType,
  environment: Environment,
  lowering: Lowering,
) {
  const scope = rowScope(lowering.table(Table!, environment), environment)
  const id = idColumn(Column!, scope.input.plan)
  if (id.type !== type) return refuse(Column!, 'graph-id-types', type, id.type)
  const columns = visible(scope.input.plan)
  const steps = stepsAt(spanOf(Table!), lowering)
  const order = ordered(scope.input)
  return { plan: firstOfEach(scope.input.plan, id, order, steps), id, key: id.name, columns }
}

function firstOfEach(input: PlanNode, id: PlanColumn, order: PlanNode['order'], steps: Steps): PlanNode {
  const { numbered, number } = numberedWithin(input, id, order, steps)
  return steps.where(numbered, steps.call('==', [reference(number), literal('long', 1n)], 'bool'))
}

/** What becomes of a node whose id is in two tables is documented in one way and measured in another. */
function onceEach(nodes: PlanNode, steps: Steps): PlanNode {
  const { numbered, number } = numberedWithin(nodes, nodes.columns[0]!, [], steps)
  const kept = steps.where(numbered, steps.call('is_only_node', [reference(number)], 'bool'))
  return { ...kept, columns: nodes.columns }
}

function numberedWithin(input: PlanNode, id: PlanColumn, order: PlanNode['order'], steps: Steps) {
  const number: PlanColumn = { ...steps.column('number', 'long'), hidden: true }
  const within = { ...steps.call('row_number', [], 'long'), op: 'window', partition: [reference(id)], order } as const
  return { numbered: steps.extend(input, [[number, within]]), number }
}

/** The rows of several inputs; each names the ids of the columns, or nothing for one that it lacks. */
export const unionOf = (
  legs: readonly { readonly input: PlanNode; readonly ids: readonly (string | undefined)[] }[],
  columns: readonly PlanColumn[],
  span: TextSpan,
): Union => ({
  op: 'union',
  legs: legs.map(leg => ({ ...leg, source: '' })),
  columns,
  order: [],
  serialized: false,
  span,
})
