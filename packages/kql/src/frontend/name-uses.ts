import type { TextSpan } from '../world/query-diagnostic.ts'
import type { StoredFunction } from '../world/query-world.ts'
import { functionBody, isTooDeep } from './function-body.ts'
import { Language, loadParser } from './parser.ts'
import { mentionedFunctions } from './reached-functions.ts'
import { elementsOf, is, type Nodes, type SyntaxElement, type SyntaxNode, spanOf } from './syntax.ts'

/** How many uses of names a query may expand to; the binder and everything after it take about a millisecond for each. */
export const mostUses = 4_000

/**
 * The first statement that expands to too many uses of names, counted through lets, functions and `as` down to tables. Each
 * `let b = union a, a` doubles the binder's work, and nothing can interrupt it.
 */
export function excessiveNameUse(kql: string, functions: readonly StoredFunction[] = []): TextSpan | undefined {
  const stored = mentionedFunctions(kql, functions).length > 0 ? functions : []
  if (stored.length === 0 && hasFewUses(kql)) return undefined
  // What earlier queries passed to a function counts towards its sets of weights as well, so only a new library decides.
  if (!largeStatement(kql, libraryOf(stored))) return undefined
  libraries.delete(stored)
  const large = largeStatement(kql, libraryOf(stored))
  return large && spanOf(is(large, 'LetStatement') ? large.Name! : large)
}

function largeStatement(kql: string, library: Scope): SyntaxNode | undefined {
  const scope = new Map(library)
  return statementsOf(kql).find(statement => weigh(statement, scope) > mostUses)
}

let libraries = new WeakMap<readonly StoredFunction[], Scope>()

/** Discards what a discarded parser has read. */
export function dropLibraries(): void {
  libraries = new WeakMap()
}

/** The weights of the stored functions, which are the same for all queries. */
function libraryOf(functions: readonly StoredFunction[]): Scope {
  const known = libraries.get(functions)
  if (known) return known
  const library: Scope = new Map(functions.map(one => [one.name, storedWeight(one, () => library)]))
  libraries.set(functions, library)
  return library
}

const named = /\b(?:let|as)\s+(?:hint\.\w+\s*=\s*\w+\s+)?(\w+)/g
const withParameters = /[^(\s]\s*\)\s*\{/

/** Whether the text alone shows that little expands: every path downwards uses each occurrence of a name at most once. */
function hasFewUses(kql: string): boolean {
  const names = new Set(Array.from(kql.matchAll(named), match => match[1]!))
  if (names.size === 0 || withParameters.test(kql)) return names.size === 0
  const counts = new Map<string, number>()
  for (const [word] of kql.matchAll(/\w+/g)) if (names.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts.values()].reduce((ways, count) => ways * count, 1) < mostUses
}

/** The number of uses that one use of a name expands to, given the numbers for its arguments. */
type Weight = (args: readonly number[]) => number
type Scope = Map<string, Weight>

const sum = (weights: readonly number[]): number => weights.reduce((total, weight) => total + weight, 0)

/** Absent if the text is nested too deeply for the binder. */
function statementsOf(kql: string): readonly SyntaxNode[] {
  loadParser()
  const { Syntax, Tree } = Language.KustoCode.Parse(kql) as unknown as Parsed
  return Tree.IsSafeToRecurse(Language.GlobalState.Default) ? elementsOf<SyntaxNode>(Syntax.Statements) : []
}

interface Parsed {
  readonly Syntax: { readonly Statements?: unknown }
  readonly Tree: { IsSafeToRecurse(globals: unknown): boolean }
}

/** The uses in a piece of syntax; the names it declares are in scope from then on. The tree of an invalid query has gaps. */
function weigh(node: SyntaxElement | null | undefined, scope: Scope): number {
  if (!node) return 0
  if (is(node, 'NameReference')) return scope.get(node.SimpleName!)?.([]) ?? 0
  if (is(node, 'FunctionCallExpression')) {
    const args = elementsOf(node.ArgumentList!.Expressions).map(argument => weigh(argument, scope))
    return scope.get(node.Name!.SimpleName!)?.(args) ?? sum(args)
  }
  if (is(node, 'LetStatement')) {
    const value = node.Expression
    if (is(value, 'FunctionDeclaration'))
      scope.set(node.Name!.SimpleName!, functionWeight(value.Parameters, value.Body, new Map(scope)))
    const uses = weigh(value, scope)
    if (!is(value, 'FunctionDeclaration')) scope.set(node.Name!.SimpleName!, () => 1 + uses)
    return uses
  }
  if (is(node, 'FunctionDeclaration')) return 0
  if (is(node, 'PipeExpression') && is(node.Operator, 'AsOperator')) {
    const uses = weigh(node.Expression, scope)
    scope.set(node.Operator.Name!.SimpleName!, () => 1 + uses)
    return uses
  }
  return sum(childrenOf(node).map(child => weigh(child, scope)))
}

const childrenOf = (node: SyntaxElement): SyntaxElement[] =>
  Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter(child => child !== null)

/** Only functions that double their arguments lead to more sets of weights than this. */
const mostSets = 100

/** A function's body is weighed once per set of argument weights. */
function functionWeight(
  declared: Nodes['FunctionDeclaration']['Parameters'],
  body: Nodes['FunctionBody'] | null,
  scope: Scope,
): Weight {
  const parameters = elementsOf<Nodes['FunctionParameter']>(declared!.Parameters)
  const known = new Map<string, number>()
  return args => {
    if (known.size > mostSets) return Number.POSITIVE_INFINITY
    const key = args.join()
    const weight = known.get(key) ?? 1 + weighBody(args)
    known.set(key, weight)
    return weight
  }
  function weighBody(args: readonly number[]): number {
    const local: Scope = new Map(scope)
    for (const [index, { NameAndType }] of parameters.entries())
      local.set(NameAndType!.Name!.SimpleName!, () => args[index] ?? 0)
    return sum([...elementsOf<SyntaxNode>(body?.Statements), body?.Expression].map(part => weigh(part, local)))
  }
}

/** Stored functions can call one another. Kusto rejects recursion. */
function storedWeight(stored: StoredFunction, scope: () => Scope): Weight {
  let weight: Weight | undefined
  let entered = false
  return args => {
    if (entered) return 0
    entered = true
    weight ??= declaredWeight(stored, scope())
    const uses = weight(args)
    entered = false
    return uses
  }
}

function declaredWeight(stored: StoredFunction, scope: Scope): Weight {
  const [statement] = statementsOf(`let f = ${stored.parameters} {};`)
  const declaration = is(statement, 'LetStatement') ? statement.Expression : undefined
  const body = functionBody(stored)
  if (!is(declaration, 'FunctionDeclaration') || isTooDeep(body)) return () => 0
  return functionWeight(declaration.Parameters, body, scope)
}
