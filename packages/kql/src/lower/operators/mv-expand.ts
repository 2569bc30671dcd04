import type { ColumnType } from '@tripline/schemas'
import {
  type Expr,
  elementsOf,
  is,
  type Nodes,
  parametersOf,
  resultName,
  scalarType,
  spanOf,
  textOf,
} from '../../frontend/syntax.ts'
import { type ColumnId, type Expression, literal } from '../../plan/expression.ts'
import type { Expansion, PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { namesOf } from '../expressions/named-expressions.ts'
import { settled } from '../expressions/settled.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope, type Scope } from '../scope.ts'

interface ExpandElement {
  readonly Expression: Expr
  readonly ToTypeOf: { readonly TypeOf: Expr } | null
}

/** The expansions of an mv-expand or mv-apply, and the resulting columns. */
export interface Expanded {
  readonly expansions: readonly Expansion[]
  readonly columns: readonly PlanColumn[]
}

/** The expansions of `a, x = b to typeof(long)`; an existing column is replaced and keeps its name. */
export function expansionsOf(
  elements: readonly ExpandElement[],
  bags: Expansion['bags'],
  scope: Scope,
  lowering: Lowering,
): Expanded {
  const pairs = elements.map(element => {
    const { names, expression } = namesOf(element.Expression)
    const type = element.ToTypeOf ? typeOf(element.ToTypeOf.TypeOf) : 'dynamic'
    const name = names[0] ?? resultName(expression) ?? refuse(expression, 'mv-expand-name')
    const id = lowering.newId()
    return {
      expansion: { id, array: lowering.expression(expression, scope), type, bags },
      column: { id, name, type } satisfies PlanColumn,
    }
  })
  return { expansions: pairs.map(pair => pair.expansion), columns: pairs.map(pair => pair.column) }
}

function typeOf(node: Expr): ColumnType {
  const written = elementsOf<Expr>((node as unknown as { Types?: unknown }).Types)[0]
  const type = scalarType(
    (written as unknown as { ReferencedSymbol?: Parameters<typeof scalarType>[0] } | undefined)?.ReferencedSymbol,
  )
  return type ?? refuse(node, 'mv-expand-type', textOf(node))
}

/** `bagexpansion=array` or `kind=array`: pairs instead of one-key bags. */
export function bagsOf(node: Nodes['MvExpandOperator'] | Nodes['MvApplyOperator']): Expansion['bags'] {
  const parameters = parametersOf(node)
  const written = parameters.get('bagexpansion') ?? parameters.get('kind')
  return written && textOf(written) === 'array' ? 'array' : 'bag'
}

/** The column of `with_itemindex=i`, or a hidden one that preserves the order. */
export function indexColumn(node: Nodes['MvExpandOperator'] | Nodes['MvApplyOperator'], id: ColumnId): PlanColumn {
  const written = parametersOf(node).get('with_itemindex')
  if (!written) return { id, name: id, type: 'long', hidden: true }
  return { id, name: is(written, 'NameReference') ? written.SimpleName! : textOf(written), type: 'long' }
}

/** The rows that an mv-expand or mv-apply keeps of each input row. */
export function rowLimit(
  node: Nodes['MvExpandOperator'] | Nodes['MvApplyOperator'],
  environment: Environment,
  lowering: Lowering,
): Expression | undefined {
  const limit = node.RowLimitClause?.RowLimit
  const edges = ['null', 'negative'] as const
  return limit
    ? settled(lowering.expression(limit, { environment }), edges, 'an expansion with a limit of', limit)
    : undefined
}

/** The deprecated spelling is limited to 128 rows (the page of mv-expand). */
const deprecatedLimit = (node: Nodes['MvExpandOperator']): Expression | undefined =>
  textOf(node).startsWith('mvexpand') ? literal('long', 128n) : undefined

/** A name that is taken gets a number, as in a join (semantics 9.4). */
function numbered(column: PlanColumn, others: readonly PlanColumn[]): PlanColumn {
  const taken = new Set(others.flatMap(({ name, hidden }) => (hidden ? [] : [name])))
  let name = column.name
  for (let number = 1; taken.has(name); number++) name = `${column.name}${number}`
  return { ...column, name }
}

/** mv-expand: a row per element; the expanded column keeps its position (semantics 12.5). */
export function lowerMvExpand(
  node: Nodes['MvExpandOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const scope = rowScope(input, environment)
  const elements = elementsOf<ExpandElement>(node.Expressions)
  const { expansions, columns: expanded } = expansionsOf(elements, bagsOf(node), scope, lowering)
  const from = scope.input.plan
  const columns: PlanColumn[] = [...from.columns]
  for (const column of expanded) {
    const position = columns.findIndex(existing => existing.name === column.name && !existing.hidden)
    if (position < 0) columns.push(column)
    else columns[position] = column
  }
  const index = numbered(indexColumn(node, lowering.newId()), columns)
  const most = rowLimit(node, environment, lowering) ?? deprecatedLimit(node)
  return {
    op: 'expand',
    input: from,
    expansions,
    index: index.id,
    ...(most && { limit: most }),
    columns: index.hidden ? columns : [...columns, index],
    // From here on, several rows share a row number.
    order: [
      ...from.order.map(({ rowNumber: _, ...key }) => key),
      { expression: { op: 'column', id: index.id, type: 'long' }, descending: false, nulls: 'first' },
    ],
    serialized: from.serialized,
    span: spanOf(node),
  }
}
