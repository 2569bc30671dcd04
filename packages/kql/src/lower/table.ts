import { timeTwin } from '@tripline/schemas'
import { sourceOf } from '../frontend/expansion.ts'
import { patternCase } from '../frontend/pattern.ts'
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
import { watchlistColumns } from '../frontend/watchlist-columns.ts'
import { positionOrder } from '../plan/expression.ts'
import type { PlanColumn, PlanNode, Scan, Values } from '../plan/node.ts'
import type { QueryDiagnostic } from '../query-world.ts'
import { lowerDatatable } from './datatable.ts'
import type { Binding, Environment } from './environment.ts'
import { lowerExternalData } from './external-data.ts'
import { lowerFind } from './find.ts'
import { inlineFunction } from './inline-function.ts'
import type { Lowering, StoredTable } from './lowering.ts'
import { once } from './once.ts'
import { operators, refusedOperators } from './operators.ts'
import { lowerPrint } from './print.ts'
import { lowerRange } from './range.ts'
import { refuse, refusedAt, reject } from './refusal.ts'
import type { Scope } from './scope.ts'
import { lowerSearch } from './search.ts'
import { argumentsOf } from './special-call.ts'
import { lowerUnion } from './union.ts'
import { watchlistTable } from './watchlist-table.ts'

type LowerTable<Node> = (node: Node, environment: Environment, lowering: Lowering) => PlanNode

export const sources: { readonly [Name in NodeName]?: LowerTable<Nodes[Name]> } = {
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
  ExternalDataExpression: lowerExternalData,
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
  let [plan, names] = [input, environment]
  for (const step of steps) {
    const apply = operators[nodeName(step)]
    if (!apply) return refuseOperator(step)
    const piped: Binding = { kind: 'table', plan: once(plan, lowering), label: '' }
    const before = is(step.Parent as SyntaxNode, 'PipeExpression')
      ? (step.Parent as Nodes['PipeExpression']).Expression
      : undefined
    const result = apply(step, plan, before ? names.with([[before, piped]]) : names, lowering)
    if ('plan' in result) {
      plan = result.plan
      names = result.environment
    } else plan = result
  }
  return plan
}

function refuseOperator(step: Expr): never {
  const { reason, fix } = refusedOperators[nodeName(step)] ?? { reason: 'this engine does not run it' }
  return refuse(step, `the operator ${textOf(step).split(/\s/, 1)[0]}`, reason, fix)
}

function lowerTableName(node: Nodes['NameReference'], environment: Environment, lowering: Lowering): PlanNode {
  const symbol = node.ReferencedSymbol
  const bound = environment.get(symbol) ?? environment.get(sourceOf(symbol))
  if (bound?.kind === 'table') return bound.plan()
  const inlined = inlineFunction(node, { environment }, lowering)
  if (inlined) return refusedAt(node, () => lowerTable(inlined.body, inlined.environment, lowering))
  return lowerCatalogueTable(node.SimpleName!, node, lowering)
}

/** The rows of a workspace table, limited by the run's window. */
export function lowerCatalogueTable(tableName: string, node: Expr, lowering: Lowering): PlanNode {
  const table = lowering.catalogue.get(tableName)
  if (!table) return refuse(node, `the table ${tableName}`, 'the workspace does not have it')
  const columns = table.columns.map(column => ({ ...column, id: lowering.newId() }))
  const stored = lowering.stored.get(tableName)
  if (!stored) return literalRows(columns, [], node, lowering)
  const scan = scanOf(stored, columns, node, lowering, windowOf(stored, lowering))
  if (!columns.some(column => column.name === 'TimeGenerated')) return scan
  return { ...scan, label: tableName, ...twinOf(tableName, stored, columns) }
}

/** `Timestamp` is TimeGenerated unless a row has both (semantics 17.13). */
function twinOf(
  tableName: string,
  stored: StoredTable,
  columns: readonly PlanColumn[],
): Pick<Scan, 'instead'> | undefined {
  const twin = columns.find(column => column.name === timeTwin(tableName))
  const time = stored.columns.indexOf('TimeGenerated')
  return twin && time >= 0 ? { instead: new Map([[twin.id, time]]) } : undefined
}

/** A table without TimeGenerated has no time to be limited by. */
function windowOf(stored: StoredTable, lowering: Lowering): Scan['window'] {
  if (lowering.window === 'ingestion') return { by: 'ingestion' }
  const position = stored.columns.indexOf('TimeGenerated')
  return lowering.window && position >= 0 ? { by: 'TimeGenerated', position } : undefined
}

export function scanOf(
  stored: StoredTable,
  columns: readonly PlanColumn[],
  node: Expr,
  lowering: Lowering,
  window: Scan['window'],
): Scan {
  const [position, ingestion] = [lowering.newId(), lowering.newId()]
  return {
    op: 'scan',
    table: stored.name,
    stored: new Map(columns.map(({ id, name }) => [id, stored.columns.indexOf(name)])),
    columns,
    position,
    ingestion,
    ...(window && { window }),
    order: positionOrder(position),
    serialized: false,
    span: spanOf(node),
  }
}

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
  const scope = { environment }
  const inlined = inlineFunction(node, scope, lowering)
  if (inlined) return refusedAt(node, () => lowerTable(inlined.body, inlined.environment, lowering))
  const selected = lowerPattern(node, undefined, environment, lowering)
  if (selected) return selected
  const [first] = argumentsOf(node)
  if (name === '_GetWatchlist') return lowerWatchlist(node, first, scope, lowering)
  if (name === 'table' && first) {
    const constant = lowering.expression(first, scope)
    if (constant.op === 'literal') return lowerCatalogueTable(String(constant.value), node, lowering)
  }
  return refuse(node, `${name}()`, 'this engine does not run it')
}

function lowerWatchlist(node: Expr, alias: Expr | undefined, scope: Scope, lowering: Lowering): PlanNode {
  const constant = alias && lowering.expression(alias, scope)
  if (constant?.op !== 'literal') return refuse(node, 'this watchlist', 'its alias must be a constant')
  const name = String(constant.value)
  const watchlist = lowering.watchlists.get(name)
  if (!watchlist) {
    lowering.undeclaredWatchlists.add(name)
    lowering.warnings.push(undeclared(node, name))
  }
  const columns = watchlistColumns(watchlist ?? { columns: [] }).map(
    (column): PlanColumn => ({ ...column, id: lowering.newId() }),
  )
  const stored = lowering.stored.get(watchlistTable(name))
  return stored ? scanOf(stored, columns, node, lowering, undefined) : literalRows(columns, [], node, lowering)
}

const undeclared = (node: Expr, alias: string): QueryDiagnostic => ({
  kind: 'semantic',
  severity: 'warning',
  code: 'undeclared-watchlist',
  message: `no watchlist ${alias} is declared, so it has no rows here`,
  ...spanOf(node),
})

/** `workspace("…").T`, `database("…").T`: the one workspace there is. */
function lowerQualified(node: Nodes['PathExpression'], environment: Environment, lowering: Lowering): PlanNode {
  const selector = node.Selector!
  const selected = is(node.Expression, 'FunctionCallExpression')
    ? lowerPattern(node.Expression, pathText(selector), environment, lowering)
    : undefined
  if (selected) return selected
  if (clusterOf(node)) return reject(node, 'a Log Analytics workspace cannot reach clusters')
  const qualifier = is(node.Expression, 'FunctionCallExpression') ? node.Expression.Name!.SimpleName : undefined
  if (qualifier !== 'database' || !is(selector, 'NameReference')) {
    return refuse(node, `${qualifier ?? textOf(node)}()`, 'only the own workspace is recorded')
  }
  return lowerCatalogueTable(selector.SimpleName!, node, lowering)
}

/** The page of cluster(): Azure Monitor does not have it. */
const clusterOf = (node: Expr): boolean =>
  is(node, 'PathExpression')
    ? clusterOf(node.Expression!)
    : is(node, 'FunctionCallExpression') && node.Name!.SimpleName === 'cluster'

/** The path after a pattern's call: `.name`, `.["name"]`. */
const pathText = (selector: Expr): string =>
  is(selector, 'NameReference') ? selector.SimpleName! : textOf(selector).replace(/^\[\s*["']|["']\s*\]$/g, '')

/** A call of a declared pattern is the body of the case that its values select. */
function lowerPattern(
  call: Nodes['FunctionCallExpression'],
  path: string | undefined,
  environment: Environment,
  lowering: Lowering,
): PlanNode | undefined {
  const selected = patternCase(call, path)
  if (!selected) return undefined
  const { body } = selected
  if (!body) return reject(call, 'no case of the pattern has these values')
  return lowerTable(body.expression, lowering.statements(body.statements, environment), lowering)
}
