import { bodyOf, sourceOf } from '../frontend/definition.ts'
import { descendants, type Expr, elementsOf, is, nodeName, type SyntaxElement, textOf } from '../frontend/syntax.ts'

/** What rows may start from: a table or a function by its name, or a watchlist by its alias. */
export interface RowSource {
  readonly kind: 'table' | 'function' | 'watchlist'
  readonly name: string
}

/** What the rows start from in which a column is looked up at a node. */
export function sourcesAt(node: SyntaxElement): readonly RowSource[] {
  const side = is(node.Parent, 'PathExpression') ? textOf(node.Parent.Expression!) : undefined
  for (let at: SyntaxElement = node; at.Parent; at = at.Parent) {
    const { Parent: parent } = at
    if (!is(parent, 'PipeExpression') || parent.Operator !== at) continue
    const left = side === '$right' ? [] : rowSources(parent.Expression!)
    const right = side === '$left' ? [] : sourcesOfOperator(at)
    if (left.length + right.length > 0) return [...left, ...right]
  }
  return []
}

/** The other rows that an operator brings in. */
const sourcesOfOperator = (operator: SyntaxElement, seen?: ReadonlySet<SyntaxElement>): readonly RowSource[] => {
  if (is(operator, 'JoinOperator') || is(operator, 'LookupOperator')) return rowSources(operator.Expression!, seen)
  return is(operator, 'UnionOperator') ? rowSources(operator, seen) : []
}

/** Operators after which rows have no columns but those that they name. */
const closing: ReadonlySet<string> = new Set([
  'ProjectOperator',
  'ProjectKeepOperator',
  'SummarizeOperator',
  'DistinctOperator',
  'CountOperator',
  'MakeSeriesOperator',
  'TopHittersOperator',
  'TopNestedOperator',
  'ReduceByOperator',
  'GetSchemaOperator',
])

function rowSources(node: Expr, seen: ReadonlySet<SyntaxElement> = new Set()): readonly RowSource[] {
  if (seen.has(node)) return []
  const within = new Set([...seen, node])
  if (is(node, 'ParenthesizedExpression') || is(node, 'MaterializeExpression'))
    return rowSources(node.Expression!, within)
  if (is(node, 'PipeExpression')) {
    if (closing.has(nodeName(node.Operator!))) return []
    return [...rowSources(node.Expression!, within), ...sourcesOfOperator(node.Operator!, within)]
  }
  if (is(node, 'UnionOperator')) return elementsOf<Expr>(node.Expressions).flatMap(leg => rowSources(leg, within))
  if (is(node, 'NameReference')) {
    const name = node.SimpleName!
    const source = (sourceOf(node.ReferencedSymbol) as Expr | undefined) ?? bodyOf(node)?.Expression
    return [{ kind: 'table', name }, { kind: 'function', name }, ...(source ? rowSources(source, within) : [])]
  }
  if (!is(node, 'FunctionCallExpression')) return []
  const alias = watchlistOf(node)
  if (alias !== undefined) return [{ kind: 'watchlist', name: alias }]
  const body = bodyOf(node)?.Expression
  return [{ kind: 'function', name: node.Name!.SimpleName! }, ...(body ? rowSources(body, within) : [])]
}

/** The alias of the watchlist that a node reads. */
export function watchlistOf(node: SyntaxElement): string | undefined {
  if (!is(node, 'FunctionCallExpression') || node.Name!.SimpleName !== '_GetWatchlist') return undefined
  const alias = [...descendants(node.ArgumentList!)].find(argument => is(argument, 'LiteralExpression'))
  return alias && is(alias, 'LiteralExpression') ? String(alias.LiteralValue) : undefined
}
