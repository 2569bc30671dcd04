import { bodyOf, sourceOf } from './definition.ts'
import {
  descendants,
  type Expr,
  elementsOf,
  is,
  type Nodes,
  nodeName,
  parametersOf,
  type SyntaxElement,
  textOf,
} from './syntax.ts'

/** Whether a union skips legs that start from an unknown table. */
export function isFuzzy(node: Nodes['UnionOperator']): boolean {
  const value = parametersOf(node).get('isfuzzy')
  return value !== undefined && /^(true|1)$/i.test(textOf(value))
}

/** Whether rows start from an unknown table or function, directly or through lets and functions. */
export function isUnresolved(node: Expr): boolean {
  if (is(node, 'ParenthesizedExpression') || is(node, 'PipeExpression')) return isUnresolved(node.Expression!)
  if (is(node, 'UnionOperator')) {
    const legs = elementsOf<Expr>(node.Expressions)
    return isFuzzy(node) ? legs.every(isUnresolved) : legs.some(isUnresolved)
  }
  if (!is(node, 'NameReference') && !is(node, 'FunctionCallExpression')) return false
  if (!node.ReferencedSymbol) return true
  const source = is(node, 'NameReference') ? sourceOf(node.ReferencedSymbol) : undefined
  const rows = (source as Expr | undefined) ?? bodyOf(node)?.Expression
  return rows ? isUnresolved(rows) : false
}

/** Whether an unknown name in a query's own text occurs only at the start of legs of fuzzy unions, which are then skipped. */
export function isLeftOut(node: SyntaxElement, root: SyntaxElement): boolean {
  return onlyStartsLegs(node, namesIn(root), new Set())
}

type Names = ReadonlyMap<string, readonly SyntaxElement[]>

function namesIn(root: SyntaxElement): Names {
  const names = new Map<string, SyntaxElement[]>()
  for (const node of descendants(root)) {
    if (is(node, 'NameReference')) names.set(node.SimpleName!, [...(names.get(node.SimpleName!) ?? []), node])
  }
  return names
}

function onlyStartsLegs(name: SyntaxElement, names: Names, seen: Set<string>): boolean {
  const start = startedBy(name)
  if (is(start, 'UnionOperator')) return isFuzzy(start)
  if (!is(start, 'LetStatement')) return false
  const declared = start.Name!.SimpleName!
  const uses = names.get(declared) ?? []
  if (seen.has(declared) || uses.length === 0) return false
  return uses.every(use => onlyStartsLegs(use, names, new Set([...seen, declared])))
}

/** The union or let whose rows start from a name. */
function startedBy(name: SyntaxElement): SyntaxElement | undefined {
  let [node, parent] = [name, name.Parent as SyntaxElement | null]
  while (parent && isStart(node, parent)) [node, parent] = [parent, parent.Parent]
  return is(node, 'UnionOperator') || is(node, 'LetStatement') ? node : undefined
}

const wrappers = /^(ParenthesizedExpression|FunctionDeclaration|SeparatedElement\b.*|SyntaxList\b.*)$/

/** Whether the rows of a node are those that its parent starts from. */
function isStart(node: SyntaxElement, parent: SyntaxElement): boolean {
  if (is(node, 'UnionOperator') || is(node, 'LetStatement')) return false
  if (is(parent, 'FunctionCallExpression')) return parent.Name === node
  if (is(parent, 'UnionOperator')) return (parent.Expressions as unknown) === node
  if (is(parent, 'PipeExpression') || is(parent, 'LetStatement') || is(parent, 'FunctionBody'))
    return parent.Expression === node
  return wrappers.test(nodeName(parent))
}
