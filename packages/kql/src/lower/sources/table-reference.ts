import { sourceOf } from '../../frontend/definition.ts'
import { patternCase } from '../../frontend/pattern.ts'
import { type Expr, is, type Nodes, textOf } from '../../frontend/syntax.ts'
import type { PlanNode } from '../../plan/node.ts'
import { foreignTable } from '../../world/foreign-table.ts'
import type { Environment } from '../environment.ts'
import { inlineFunction, returnedTable } from '../expressions/inline-function.ts'
import { argumentsOf } from '../expressions/special-call.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { lowerCatalogueTable } from './catalogue-table.ts'
import { foreignTableAt } from './foreign-table-at.ts'
import { lowerWatchlist } from './watchlist.ts'

/** A name of a let statement, a parameter, a stored function, or a table of the workspace. */
export function lowerTableName(node: Nodes['NameReference'], environment: Environment, lowering: Lowering): PlanNode {
  const symbol = node.ReferencedSymbol
  const bound = environment.get(symbol) ?? environment.get(sourceOf(symbol))
  if (bound?.kind === 'table') return bound.plan()
  const inlined = inlineFunction(node, { environment }, lowering)
  if (inlined) return returnedTable(node, inlined, lowering)
  return lowerCatalogueTable(node.SimpleName!, node, lowering)
}

/** `_GetWatchlist`, `table`, a user's function, `workspace(…)`. */
export function lowerTableFunction(
  node: Nodes['FunctionCallExpression'],
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const name = node.Name!.SimpleName!
  const scope = { environment }
  const inlined = inlineFunction(node, scope, lowering)
  if (inlined) return returnedTable(node, inlined, lowering)
  const selected = lowerPattern(node, undefined, environment, lowering)
  if (selected) return selected
  const [first] = argumentsOf(node)
  if (name === '_GetWatchlist') return lowerWatchlist(node, first, scope, lowering)
  if (name === 'table' && first) {
    const constant = lowering.expression(first, scope)
    if (constant.op === 'literal') return lowerCatalogueTable(String(constant.value), node, lowering)
  }
  return refuse(node, 'table-function-unsupported', name)
}

/** `database("…").T` of the one workspace that exists, and `workspace("…").T` if rows are given for it. */
export function lowerQualified(node: Nodes['PathExpression'], environment: Environment, lowering: Lowering): PlanNode {
  const selector = node.Selector!
  const selected = is(node.Expression, 'FunctionCallExpression')
    ? lowerPattern(node.Expression, pathText(selector), environment, lowering)
    : undefined
  if (selected) return selected
  if (clusterOf(node)) return refuse(node, 'cluster-unavailable')
  const foreign = foreignTableAt(node)
  if (foreign) {
    const key = foreignTable(foreign)
    if (!lowering.stored.has(key)) return refuse(node, 'foreign-table-unrecorded', key)
    return lowerCatalogueTable(foreign.table, node, lowering, key)
  }
  const qualifier = is(node.Expression, 'FunctionCallExpression') ? node.Expression.Name!.SimpleName : undefined
  if (qualifier !== 'database' || !is(selector, 'NameReference')) {
    return refuse(node, 'other-workspace', qualifier ?? textOf(node))
  }
  return lowerCatalogueTable(selector.SimpleName!, node, lowering)
}

/** Azure Monitor does not support cluster(), according to its page. */
const clusterOf = (node: Expr): boolean =>
  is(node, 'PathExpression')
    ? clusterOf(node.Expression!)
    : is(node, 'FunctionCallExpression') && node.Name!.SimpleName === 'cluster'

/** The path after a pattern's call: `.name`, `.["name"]`. */
const pathText = (selector: Expr): string =>
  is(selector, 'NameReference') ? selector.SimpleName! : textOf(selector).replace(/^\[\s*["']|["']\s*\]$/g, '')

/** A call of a declared pattern becomes the body of the case that its values select. */
function lowerPattern(
  call: Nodes['FunctionCallExpression'],
  path: string | undefined,
  environment: Environment,
  lowering: Lowering,
): PlanNode | undefined {
  const selected = patternCase(call, path)
  if (!selected) return undefined
  const { body } = selected
  if (!body) return refuse(call, 'pattern-case')
  return lowering.table(body.expression, lowering.statements(body.statements, environment))
}
