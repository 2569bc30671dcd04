import { sourceOf } from '../../frontend/definition.ts'
import { type Expr, is, isTable, type SyntaxNode } from '../../frontend/syntax.ts'
import { type GroupMember, membersOfGroup } from '../../frontend/wildcard.ts'
import type { PlanNode } from '../../plan/node.ts'
import { foreignTable, foreignTableOf } from '../../world/foreign-table.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { lowerCatalogueTable } from './catalogue-table.ts'
import { foreignTableAt } from './foreign-table-at.ts'

/** A table that union, search or find reads, and its name in the source column. */
export interface TableLeg {
  readonly input: PlanNode
  readonly source: string
  /** A stored table that a wildcard matched. */
  readonly wildcard?: true
}

/** The legs of a list of tables; unnamed ones are numbered: `union_arg0`, `search_arg1`. */
export function tableLegs(
  elements: readonly Expr[],
  numbered: (position: number) => string,
  environment: Environment,
  lowering: Lowering,
): TableLeg[] {
  return elements.flatMap((element, position): TableLeg[] => {
    const members = membersOfGroup(element)
    if (members) return members.map(member => memberLeg(member, element, environment, lowering))
    const source = sourceLabel(element, environment) ?? numbered(position)
    return [{ input: lowering.table(element, environment), source }]
  })
}

/** How the source column calls a table of another workspace is not documented. */
export function refuseForeign(legs: readonly TableLeg[], node: Expr): void {
  const foreign = legs.find(({ source }) => foreignTableOf(source))
  if (foreign) refuse(node, 'foreign-table-source', foreign.source)
}

export function memberLeg(member: GroupMember, at: Expr, environment: Environment, lowering: Lowering): TableLeg {
  const { name: source } = member
  if (member.kind === 'table') return { input: lowerCatalogueTable(source, at, lowering), source, wildcard: true }
  const scope = lowering.statements(member.statements, environment)
  return { input: lowering.table(member.body, scope), source }
}

/** The name of the expression before the pipe. */
export function pipedLabel(node: SyntaxNode, environment: Environment): string | undefined {
  const pipe = node.Parent as SyntaxNode
  return is(pipe, 'PipeExpression') ? sourceLabel(pipe.Expression!, environment) : undefined
}

/**
 * Tables, views and `as` names have a name, and so does a let that only renames one; other let-bound tables and sub-expressions
 * do not (semantics 11.10).
 */
export function sourceLabel(element: Expr, environment: Environment): string | undefined {
  if (is(element, 'ParenthesizedExpression')) return sourceLabel(element.Expression!, environment)
  if (is(element, 'PipeExpression')) {
    return is(element.Operator, 'AsOperator') ? element.Operator.Name!.SimpleName! : undefined
  }
  const foreign = foreignTableAt(element)
  if (foreign) return foreignTable(foreign)
  if (is(element, 'PathExpression'))
    return is(element.Selector, 'NameReference') ? element.Selector.SimpleName! : undefined
  if (!is(element, 'NameReference')) return undefined
  const symbol = element.ReferencedSymbol
  const bound = environment.get(symbol) ?? environment.get(sourceOf(symbol))
  if (bound?.kind === 'table') return bound.label || undefined
  return isTable(element.ResultType) ? element.SimpleName! : undefined
}
