import { type ColumnType, columnTypes, typeOfEnding } from '@tripline/schemas'
import { type Expr, elementsOf, is, type Nodes, nodeName, type SyntaxElement, scalarType } from '../frontend/syntax.ts'

/** Functions and aggregates whose argument is of a type. */
const ofType: readonly (readonly [ColumnType, RegExp])[] = [
  ['datetime', /^(startof|endof|format_datetime|dayof|hourofday|monthofyear|week_of_year|getyear|getmonth|datetime_)/],
  ['real', /^(sum|sumif|avg|avgif|round|abs|ceiling|floor|percentiles?|stdev|variance)$/],
  ['dynamic', /^(array_|bag_|set_|treepath$|zip$)/],
  ['bool', /^not$/],
]

/** The types that a column may have: the one that its name gives it, or the likeliest first, judging by how it is used at a node. */
export function typesOfUse(name: string, node: SyntaxElement): readonly ColumnType[] {
  const named = name === 'TimeGenerated' ? 'datetime' : typeOfEnding(name)
  if (named) return [named]
  const used = typeOfUse(node) ?? 'string'
  return [...new Set<ColumnType>([used, 'string', ...columnTypes])]
}

function typeOfUse(node: SyntaxElement): ColumnType | undefined {
  const { Parent: parent } = node
  if (is(parent, 'ParenthesizedExpression')) return typeOfUse(parent)
  if (is(parent, 'FilterOperator')) return 'bool'
  if (is(parent, 'BinaryExpression')) return typeBeside(node, parent)
  if (is(parent, 'InExpression')) return scalarType(elementsOf<Expr>(parent.Right?.Expressions)[0]?.ResultType)
  if (is(parent, 'BetweenExpression')) return scalarType(parent.Right?.First?.ResultType)
  const hasElements = is(parent, 'PathExpression') || is(parent, 'ElementExpression')
  if (hasElements && parent.Expression === node) return 'dynamic'
  return typeInCall(node)
}

/** The type of the other operand, unless it is a distance in time from this one. */
function typeBeside(node: SyntaxElement, { Left, Right, Operator }: Nodes['BinaryExpression']): ColumnType | undefined {
  if (/^(and|or)$/.test(Operator!.Text!)) return 'bool'
  const type = scalarType((Left === node ? Right : Left)?.ResultType)
  return type === 'timespan' && /^[-+]$/.test(Operator!.Text!) ? 'datetime' : type
}

function typeInCall(node: SyntaxElement): ColumnType | undefined {
  let call: SyntaxElement | null = node.Parent
  while (call && /^(SeparatedElement|SyntaxList|ExpressionList)/.test(nodeName(call))) call = call.Parent
  if (!is(call, 'FunctionCallExpression')) return undefined
  const name = call.Name!.SimpleName!
  if (name === 'bin') {
    const size = elementsOf<Expr>(call.ArgumentList?.Expressions)[1]
    return scalarType(size?.ResultType) === 'timespan' ? 'datetime' : undefined
  }
  return ofType.find(([, names]) => names.test(name))?.[0]
}
