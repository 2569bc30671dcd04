import { sourceOf } from '../frontend/expansion.ts'
import {
  type Expr,
  is,
  type NodeName,
  type Nodes,
  nodeName,
  type SyntaxNode,
  spanOf,
  textOf,
} from '../frontend/syntax.ts'
import type { ColumnId, OrderKey } from '../plan/expression.ts'
import type { PlanColumn, PlanNode, Reference, Scan, Shared, Values } from '../plan/node.ts'
import { argumentsOf } from './call.ts'
import { lowerDatatable } from './datatable.ts'
import type { Binding, Environment } from './environment.ts'
import { inlineFunction } from './inline-function.ts'
import { type Lowering, rowsOf } from './lowering.ts'
import { operators } from './operators.ts'
import { lowerPrint } from './print.ts'
import { lowerRange } from './range.ts'
import { refuse } from './refusal.ts'
import { lowerFind, lowerSearch } from './search.ts'
import { lowerUnion } from './union.ts'

type LowerTable<Node> = (node: Node, environment: Environment, lowering: Lowering) => PlanNode

const sources: { readonly [Name in NodeName]?: LowerTable<Nodes[Name]> } = {
  PipeExpression: lowerPipe,
  ParenthesizedExpression: (node, environment, lowering) => lowerTable(node.Expression!, environment, lowering),
  NameReference: lowerTableName,
  FunctionCallExpression: lowerTableFunction,
  MaterializeExpression: (node, environment, lowering) => lowerTable(node.Expression!, environment, lowering),
  ToTableExpression: (node, environment, lowering) => lowerTable(node.Expression!, environment, lowering),
  DataTableExpression: lowerDatatable,
  PrintOperator: lowerPrint,
  RangeOperator: lowerRange,
  UnionOperator: (node, environment, lowering) => lowerUnion(node, undefined, environment, lowering),
  SearchOperator: (node, environment, lowering) => lowerSearch(node, undefined, environment, lowering),
  FindOperator: lowerFind,
  PathExpression: (node, environment, lowering) => lowerQualified(node, environment, lowering),
}

/** A tabular expression, bound, as a plan. */
export function lowerTable(node: Expr, environment: Environment, lowering: Lowering): PlanNode {
  const lower = sources[nodeName(node) as NodeName] as LowerTable<Expr> | undefined
  return lower
    ? lower(node, environment, lowering)
    : refuse(node, `\`${textOf(node).slice(0, 60)}\``, 'this engine does not run it')
}

/** Pipes are left-nested; a long pipeline is walked, not recursed into. */
function stepsOf(node: Expr): readonly [Expr, ...Expr[]] {
  const steps: Expr[] = []
  let head = node
  while (is(head, 'PipeExpression')) {
    steps.unshift(head.Operator!)
    head = head.Expression!
  }
  return [head, ...steps]
}

function lowerPipe(node: Nodes['PipeExpression'], environment: Environment, lowering: Lowering): PlanNode {
  const [head, ...steps] = stepsOf(node)
  return lowerSteps(steps, lowerTable(head, environment, lowering), environment, lowering)
}

/** A pipeline that starts with an operator: the body of mv-apply or partition, over the given rows. */
export function lowerContextual(node: Expr, input: PlanNode, environment: Environment, lowering: Lowering): PlanNode {
  return lowerSteps(stepsOf(node), input, environment, lowering)
}

function lowerSteps(steps: readonly Expr[], input: PlanNode, environment: Environment, lowering: Lowering): PlanNode {
  let [plan, scope] = [input, environment]
  for (const step of steps) {
    const apply = operators[nodeName(step)]
    if (!apply) return refuse(step, `the operator ${textOf(step).split(/\s/, 1)[0]}`, 'this engine does not run it')
    const piped: Binding = { kind: 'table', plan: once(plan, lowering), label: '' }
    const before = is(step.Parent as SyntaxNode, 'PipeExpression')
      ? (step.Parent as Nodes['PipeExpression']).Expression
      : undefined
    const result = apply(step, plan, scope.with([[before, piped]]), lowering)
    if ('plan' in result) {
      plan = result.plan
      scope = result.environment
    } else plan = result
  }
  return plan
}

/** A plan that is read at several places is computed once, each reader having ids of its own. */
export function once(plan: PlanNode, lowering: Lowering): () => PlanNode {
  const shared: Shared = { plan }
  return () => referTo(shared, lowering)
}

function referTo(shared: Shared, lowering: Lowering): Reference {
  const { plan } = shared
  const shown = plan.columns.filter(column => !column.hidden)
  const columns = shown.map((column): PlanColumn => ({ ...column, id: lowering.newId() }))
  const ids = new Map<ColumnId, ColumnId>(columns.map((column, index) => [column.id, shown[index]!.id]))
  return { op: 'reference', shared, ids, columns, order: [], serialized: false, span: plan.span }
}

function lowerTableName(node: Nodes['NameReference'], environment: Environment, lowering: Lowering): PlanNode {
  const symbol = node.ReferencedSymbol
  const bound = environment.get(symbol) ?? environment.get(sourceOf(symbol))
  if (bound?.kind === 'table') return bound.plan()
  const inlined = inlineFunction(node, rowsOf(undefined, environment), lowering)
  if (inlined) return lowerTable(inlined.body, inlined.environment, lowering)
  return lowerCatalogueTable(node.SimpleName!, node, lowering)
}

/** The rows of a workspace table, limited by the run's window. */
export function lowerCatalogueTable(tableName: string, node: Expr, lowering: Lowering): PlanNode {
  const table = lowering.catalogue.get(tableName)
  if (!table) return refuse(node, `the table ${tableName}`, 'the workspace does not have it')
  const columns = table.columns.map(column => ({ ...column, id: lowering.newId() }))
  if (!lowering.stored.has(tableName)) return literalRows(columns, [], node, lowering)
  const timed = table.columns.some(column => column.name === 'TimeGenerated' && column.type === 'datetime')
  const windowed = lowering.window === 'ingestion' || (lowering.window !== undefined && timed)
  return scanOf(tableName, columns, node, lowering, windowed ? lowering.window : undefined)
}

function scanOf(
  table: string,
  columns: readonly PlanColumn[],
  node: Expr,
  lowering: Lowering,
  window: Scan['window'],
): Scan {
  const [position, ingestion] = [lowering.newId(), lowering.newId()]
  return {
    op: 'scan',
    table,
    columns,
    position,
    ingestion,
    ...(window && { window }),
    order: positionOrder(position),
    serialized: false,
    span: spanOf(node),
  }
}

const positionOrder = (id: ColumnId): OrderKey[] => [
  { expression: { op: 'column', id, type: 'long' }, descending: false, nulls: 'first' },
]

export const literalRows = (
  columns: readonly PlanColumn[],
  rows: Values['rows'],
  node: Expr,
  lowering: Lowering,
): Values => {
  const position = lowering.newId()
  return {
    op: 'values',
    columns,
    rows,
    position,
    order: positionOrder(position),
    serialized: false,
    span: spanOf(node),
  }
}

/** `_GetWatchlist`, `table`, a user's function, `workspace(…)`. */
function lowerTableFunction(
  node: Nodes['FunctionCallExpression'],
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const name = node.Name!.SimpleName!
  const rows = rowsOf(undefined, environment)
  const inlined = inlineFunction(node, rows, lowering)
  if (inlined) return lowerTable(inlined.body, inlined.environment, lowering)
  const [first] = argumentsOf(node)
  if (name === '_GetWatchlist') return lowerWatchlist(node, first, rows, lowering)
  if (name === 'table' && first) {
    const constant = lowering.expression(first, rows)
    if (constant.op === 'literal') return lowerCatalogueTable(String(constant.value), node, lowering)
  }
  return refuse(node, `${name}()`, 'this engine does not run it')
}

function lowerWatchlist(
  node: Expr,
  alias: Expr | undefined,
  rows: ReturnType<typeof rowsOf>,
  lowering: Lowering,
): PlanNode {
  const constant = alias && lowering.expression(alias, rows)
  const name = constant?.op === 'literal' ? String(constant.value) : undefined
  const watchlist = name === undefined ? undefined : lowering.watchlists.get(name)
  if (!watchlist) return refuse(node, `the watchlist ${name ?? ''}`, 'no watchlist of that alias is declared')
  const columns = watchlist.columns.map(
    (column): PlanColumn => ({ id: lowering.newId(), name: column, type: 'string' }),
  )
  return scanOf(watchlistTable(watchlist.alias), columns, node, lowering, undefined)
}

/** The stored name of a watchlist; no KQL name can be equal to it. */
export const watchlistTable = (alias: string): string => `watchlist ${alias}`

/** `workspace("…").T`, `database("…").T`: the one workspace there is. */
function lowerQualified(node: Nodes['PathExpression'], _environment: Environment, lowering: Lowering): PlanNode {
  const selector = node.Selector!
  const qualifier = is(node.Expression, 'FunctionCallExpression') ? node.Expression.Name!.SimpleName : undefined
  if (qualifier !== 'database' || !is(selector, 'NameReference')) {
    return refuse(node, `${qualifier ?? textOf(node)}()`, 'only the own workspace is recorded')
  }
  return lowerCatalogueTable(selector.SimpleName!, node, lowering)
}
