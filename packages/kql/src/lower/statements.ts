import { lookUp } from '@tripline/diagnostics'
import {
  type Expr,
  elementsOf,
  is,
  isGraph,
  isTable,
  type Nodes,
  nodeName,
  type SyntaxNode,
  textOf,
} from '../frontend/syntax.ts'
import type { PlanNode } from '../plan/node.ts'
import type { RefusalName } from '../refusals/refusal-text.ts'
import type { Binding, Environment } from './environment.ts'
import type { Graph } from './graph/graph.ts'
import { lowerGraph } from './graph/make-graph.ts'
import type { Lowering } from './lowering.ts'
import { setOption } from './query-options.ts'
import { refuse } from './refusal.ts'
import { sharePlan } from './share-plan.ts'
import { sourceLabel } from './sources/table-leg.ts'

/**
 * Adds the names that statements declare. Lets are evaluated where they are used; functions are resolved by the binder
 * (semantics 17.1).
 */
export function lowerStatements(
  statements: readonly SyntaxNode[],
  environment: Environment,
  lowering: Lowering,
): Environment {
  return statements.reduce((names, statement) => lowerStatement(statement, names, lowering), environment)
}

const refused = {
  AliasStatement: 'statement-alias',
  RestrictStatement: 'statement-restrict',
} as const satisfies Partial<Record<string, RefusalName>>

function lowerStatement(statement: SyntaxNode, environment: Environment, lowering: Lowering): Environment {
  if (is(statement, 'SetOptionStatement')) {
    setOption(statement, lowering)
    return environment
  }
  // The binder resolves calls of patterns and the defaults of query parameters.
  if (is(statement, 'PatternStatement')) return environment
  if (is(statement, 'QueryParametersStatement')) return queryParameters(statement, environment, lowering)
  if (!is(statement, 'LetStatement')) {
    return refuse(
      statement,
      lookUp(refused, nodeName(statement)) ?? 'statement-unsupported',
      textOf(statement).slice(0, 40),
    )
  }
  const value = statement.Expression!
  if (nodeName(value) === 'FunctionDeclaration') return environment
  if (isTable(value.ResultType)) return environment.with([[value, tableBinding(statement, environment, lowering)]])
  if (isGraph(value.ResultType)) return environment.with([[value, graphBinding(value, environment, lowering)]])
  const expression = lowering.expression(value, { environment })
  return environment.with([[value, { kind: 'scalar', expression }]])
}

function graphBinding(value: Expr, environment: Environment, lowering: Lowering): Binding {
  let known: Graph | undefined
  return {
    kind: 'graph',
    graph: () => {
      known ??= lowerGraph(value, environment, lowering)
      return known
    },
  }
}

/** Nothing can pass values for a query's parameters, so each takes its default. */
function queryParameters(
  statement: Nodes['QueryParametersStatement'],
  environment: Environment,
  lowering: Lowering,
): Environment {
  const parameters = elementsOf<Nodes['FunctionParameter']>(statement.Parameters)
  const bindings = parameters.map(({ NameAndType, DefaultValue }) => {
    const name = NameAndType!.Name!
    const value = DefaultValue?.Value
    if (!value) return refuse(name, 'query-parameter', name.SimpleName!)
    const expression = lowering.expression(value, { environment })
    return [name.ReferencedSymbol, { kind: 'scalar', expression }] as const
  })
  return environment.with(bindings)
}

/** A table that is read several times is computed once if that costs more than reading stored rows. */
function tableBinding(
  statement: SyntaxNode & { Expression?: unknown },
  environment: Environment,
  lowering: Lowering,
): Binding {
  const value = statement.Expression as Parameters<Lowering['table']>[0]
  const lower = () => lowering.table(value, environment)
  let shared: (() => PlanNode) | undefined
  const plan = (): PlanNode => {
    if (shared) return shared()
    const first = lower()
    if (isCheap(first) || first.serialized) return first
    shared = sharePlan(first, lowering)
    return shared()
  }
  return { kind: 'table', plan, label: is(value, 'NameReference') ? (sourceLabel(value, environment) ?? '') : '' }
}

function isCheap(node: PlanNode): boolean {
  if (node.op === 'table-scan' || node.op === 'values' || node.op === 'row' || node.op === 'range') return true
  return (node.op === 'filter' || node.op === 'project') && isCheap(node.input)
}
