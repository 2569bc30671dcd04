import {
  bare,
  columnsOf,
  type Expr,
  elementsOf,
  is,
  isColumn,
  isTable,
  type Nodes,
  type SyntaxElement,
  scalarType,
  spanOf,
} from '../frontend/syntax.ts'
import type { TextComparison, WideList } from './query-analysis.ts'

/** The comparison with string literals that a node is, if any. */
export function textComparison(node: SyntaxElement): TextComparison | undefined {
  if (is(node, 'BinaryExpression')) return compared(node, [node.Right!])
  if (is(node, 'InExpression') || is(node, 'HasAnyExpression') || is(node, 'HasAllExpression'))
    return compared(node, elementsOf(node.Right!.Expressions))
  return undefined
}

type Comparing = Nodes['BinaryExpression' | 'InExpression' | 'HasAnyExpression' | 'HasAllExpression']

function compared({ Left, Operator }: Comparing, right: readonly Expr[]): TextComparison | undefined {
  const literals = right.map(literalText)
  if (!literals.every(text => text !== undefined)) return undefined
  const left = bare(Left!)
  const call = is(left, 'FunctionCallExpression') ? left : undefined
  const [argument] = call ? elementsOf(call.ArgumentList!.Expressions) : []
  const column = columnOf(call ? argument : left)
  return {
    operator: Operator!.Text!,
    ...(call && { call: call.Name!.SimpleName! }),
    ...(column && { column }),
    literals,
    ...spanOf(Operator!),
  }
}

function literalText(expression: Expr): string | undefined {
  const node = bare(expression)
  const isText = is(node, 'LiteralExpression') || is(node, 'CompoundStringLiteralExpression')
  return isText && scalarType(node.ResultType) === 'string' ? String(node.LiteralValue ?? '') : undefined
}

function columnOf(expression: Expr | undefined): TextComparison['column'] {
  const node = expression && bare(expression)
  if (!node || !is(node, 'NameReference') || !isColumn(node.ReferencedSymbol)) return undefined
  const type = scalarType(node.ResultType)
  return { name: node.SimpleName!, ...(type && { type }) }
}

/** `a in (T)` where T has more than the one column that counts. */
export function wideList(node: SyntaxElement): WideList | undefined {
  if (!is(node, 'InExpression')) return undefined
  const [only, ...others] = elementsOf(node.Right!.Expressions)
  if (!only || others.length > 0 || !isTable(only.ResultType) || only.ResultType.IsOpen) return undefined
  const columns = columnsOf(only.ResultType).map(({ name }) => name)
  return columns.length > 1 ? { columns, ...spanOf(only) } : undefined
}
