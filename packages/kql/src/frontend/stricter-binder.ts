import {
  type Expr,
  elementsOf,
  is,
  type NodeName,
  type Nodes,
  nodeName,
  type SyntaxElement,
  scalarType,
} from './syntax.ts'

/** An error of the official binder about a query that Kusto's engine is known to run (semantics 24.13). */
interface Strictness {
  readonly code: string
  /** Whether it concerns this node, whose span it covers. */
  readonly covers: (node: SyntaxElement) => boolean
}

/** The call that has the node as an argument. */
const callOf = (node: SyntaxElement): Nodes['FunctionCallExpression'] | undefined => {
  for (let at: SyntaxElement | null = node.Parent; at; at = at.Parent) if (is(at, 'FunctionCallExpression')) return at
  return undefined
}

/** The nearest of these calls around the node. */
function callIn(node: SyntaxElement, ...names: readonly string[]): Nodes['FunctionCallExpression'] | undefined {
  const call = callOf(node)
  return !call || names.includes(call.Name!.SimpleName!) ? call : callIn(call, ...names)
}

const argumentOf =
  (...names: readonly string[]) =>
  (node: SyntaxElement): boolean =>
    names.includes(callOf(node)?.Name?.SimpleName ?? '')

const isText = (node: SyntaxElement): boolean =>
  (is(node, 'LiteralExpression') || is(node, 'CompoundStringLiteralExpression')) &&
  typeof node.LiteralValue === 'string'

const isIn = (node: SyntaxElement, name: NodeName): boolean => {
  for (let at: SyntaxElement | null = node.Parent; at; at = at.Parent) if (is(at, name)) return true
  return false
}

/** Seconds are the last of three or four arguments. */
function isSeconds(node: SyntaxElement): boolean {
  const all = elementsOf<Expr>(callOf(node)?.ArgumentList?.Expressions)
  return argumentOf('make_timespan')(node) && all.length > 2 && all.at(-1)!.End === node.End
}

const isAwayWildcard = (node: SyntaxElement): boolean =>
  nodeName(node) === 'WildcardedName' && isIn(node, 'ProjectAwayOperator')

/** The selector of an element, where the binder knows that the dynamic value is neither an array nor a bag. */
const isOfDynamic = (node: SyntaxElement): boolean =>
  is(node.Parent, 'ElementExpression') &&
  node.Parent.Selector === node &&
  scalarType(node.Parent.Expression?.ResultType) === 'dynamic'

const isBetweenBools = (node: SyntaxElement): boolean => is(node.Parent, 'BetweenExpression')

/** A property of the nodes inside a path, which the binder does not know if the graph has no table of nodes. */
const isOfInnerNodes = (node: SyntaxElement): boolean => {
  const [elements] = elementsOf<Expr>(callIn(node, 'all', 'any', 'map')?.ArgumentList?.Expressions)
  return is(elements, 'FunctionCallExpression') && elements.Name!.SimpleName === 'inner_nodes'
}

const rows: readonly Strictness[] = [
  { code: 'KS142', covers: node => isIn(node, 'GraphMatchOperator') && isOfInnerNodes(node) },
  { code: 'KS107', covers: argumentOf('count') },
  { code: 'KS107', covers: node => isText(node) && argumentOf('not')(node) && isIn(node, 'SearchOperator') },
  { code: 'KS107', covers: argumentOf('todynamic', 'parse_json', 'parsejson', 'toobject') },
  { code: 'KS134', covers: isSeconds },
  // The binder reports a wildcard that matches no column twice.
  { code: 'KS109', covers: isAwayWildcard },
  { code: 'KS142', covers: isAwayWildcard },
  { code: 'KS147', covers: isOfDynamic },
  { code: 'KS206', covers: argumentOf('arg_max', 'arg_min') },
  // An array function applied to anything but an array returns null; for those that sort, the binder then has no result type.
  { code: 'KS234', covers: node => !argumentOf('array_sort_asc', 'array_sort_desc')(node) },
]

/** The codes to examine. */
export const mayBeStricter: ReadonlySet<string> = new Set(['KS106', ...rows.map(row => row.code)])

/** Whether only the binder, not the engine, rejects the nodes in a span. */
export function isStricter(code: string, message: string, nodes: readonly SyntaxElement[]): boolean {
  if (code === 'KS106' && /operand types bool, bool and bool/.test(message)) return nodes.some(isBetweenBools)
  return rows.some(row => row.code === code && nodes.some(row.covers))
}
