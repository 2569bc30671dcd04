import { type Expr, type NodeName, type Nodes, nodeName, textOf } from '../frontend/syntax.ts'
import type { PlanNode } from '../plan/node.ts'
import type { Environment } from './environment.ts'
import type { Lowering } from './lowering.ts'
import { lowerSearch } from './operators/search.ts'
import { lowerUnion } from './operators/union.ts'
import { lowerPipe } from './pipeline.ts'
import { refuse } from './refusal.ts'
import { lowerDatatable } from './sources/datatable.ts'
import { lowerExternalData } from './sources/external-data.ts'
import { lowerFind } from './sources/find.ts'
import { lowerPrint } from './sources/print.ts'
import { lowerRange } from './sources/range.ts'
import { lowerQualified, lowerTableFunction, lowerTableName } from './sources/table-reference.ts'

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
  PathExpression: lowerQualified,
  ExternalDataExpression: lowerExternalData,
}

/** A bound tabular expression as a plan. */
export function lowerTable(node: Expr, environment: Environment, lowering: Lowering): PlanNode {
  const lower = sources[nodeName(node) as NodeName] as LowerTable<Expr> | undefined
  return lower ? lower(node, environment, lowering) : refuse(node, 'source-unsupported', textOf(node).slice(0, 60))
}
