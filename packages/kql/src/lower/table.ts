import { type Expr, type NodeName, type Nodes, nodeName, textOf } from '../frontend/syntax.ts'
import type { PlanNode } from '../plan/node.ts'
import { lowerDatatable } from './datatable.ts'
import type { Environment } from './environment.ts'
import { lowerExternalData } from './external-data.ts'
import { lowerFind } from './find.ts'
import type { Lowering } from './lowering.ts'
import { lowerPipe } from './pipeline.ts'
import { lowerPrint } from './print.ts'
import { lowerRange } from './range.ts'
import { refuse } from './refusal.ts'
import { lowerSearch } from './search.ts'
import { lowerQualified, lowerTableFunction, lowerTableName } from './table-reference.ts'
import { lowerUnion } from './union.ts'

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

/** A tabular expression, bound, as a plan. */
export function lowerTable(node: Expr, environment: Environment, lowering: Lowering): PlanNode {
  const lower = sources[nodeName(node) as NodeName] as LowerTable<Expr> | undefined
  return lower
    ? lower(node, environment, lowering)
    : refuse(node, `\`${textOf(node).slice(0, 60)}\``, 'this engine does not run it')
}
