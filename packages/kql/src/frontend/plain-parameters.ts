/// <reference types="@kusto/language-service-next" />
import { Language, toArray } from './parser.ts'
import { descendants, elementsOf, is, type Nodes, nodeName, type SyntaxElement, type SyntaxNode } from './syntax.ts'

/**
 * Whether the binder makes the same of a function's body whatever the values of its parameters, also of those of functions in
 * it: each name is only compared, tested, or passed to functions that take any expression. `isPlainCallee`: whether that holds
 * for a function of the workspace; undefined for other names.
 */
export function hasPlainParameters(
  body: SyntaxNode,
  names: readonly string[],
  isPlainCallee: (name: string) => boolean | undefined,
): boolean {
  const nodes = [...descendants(body)]
  const uses = new Map<string, SyntaxNode[]>()
  const declared = new Map<string, SyntaxNode>()
  for (const node of nodes) {
    if (is(node, 'NameReference')) uses.set(node.SimpleName!, [...(uses.get(node.SimpleName!) ?? []), node])
    if (is(node, 'LetStatement')) declared.set(node.Name!.SimpleName!, node.Expression!)
  }
  const within = nodes.flatMap(node => (is(node, 'FunctionDeclaration') ? parameterNames(node) : []))
  // A set also visits what is added on the way.
  const plain = new Set([...names, ...within])
  for (const name of plain) if (!(uses.get(name) ?? []).every(isPlainUse)) return false
  return true

  function isPlainUse(use: SyntaxElement): boolean {
    let at = use
    for (let parent = at.Parent; parent; at = parent, parent = parent.Parent) {
      if (is(parent, 'FunctionCallExpression')) {
        const name = parent.Name!.SimpleName!
        if (at === parent.Name) return false
        if (is(declared.get(name), 'FunctionDeclaration')) return true
        const builtIn = Language.GlobalState.Default!.GetFunction(name)
        const stored = isPlainCallee(name)
        if (!builtIn) return stored ?? false
        if (stored === false || !takesAnything(builtIn)) return false
      } else if (is(parent, 'LetStatement')) {
        plain.add(parent.Name!.SimpleName!)
        return true
      } else if (consuming.has(nodeName(parent))) return true
      else if (!passing.test(nodeName(parent)) || isPattern(parent)) return false
    }
    return false
  }
}

const parameterNames = ({ Parameters }: Nodes['FunctionDeclaration']): readonly string[] =>
  elementsOf<Nodes['FunctionParameter']>(Parameters?.Parameters).flatMap(({ NameAndType }) =>
    nodeName(NameAndType!.Type!) === 'PrimitiveTypeExpression' ? [NameAndType!.Name!.SimpleName!] : [],
  )

/** Operators that take any expression for each row. */
const consuming: ReadonlySet<string> = new Set(['FilterOperator', 'ExtendOperator', 'ProjectOperator'])

/** Expressions that are of one type whatever the values of their parts, and lists of expressions. */
const passing =
  /^(?:ParenthesizedExpression|BinaryExpression|PrefixUnaryExpression|InExpression|HasAnyExpression|HasAllExpression|BetweenExpression|ExpressionCouple|ExpressionList|SimpleNamedExpression|SeparatedElement\b.*|SyntaxList\b.*)$/

const isPattern = (node: SyntaxElement): boolean => is(node, 'BinaryExpression') && /regex/.test(node.Operator!.Text!)

const { expression, custom, ofLiteral } = { expression: 0, custom: 2, ofLiteral: new Set([7, 8, 9]) }

/** Functions whose type follows from the types of their arguments. */
const sets = /^set_(?:union|intersect|difference)$/

/** Whether a function of Kusto takes expressions, and returns a type that does not depend on their values. */
function takesAnything({ Name, Signatures }: Kusto.Language.Symbols.FunctionSymbol): boolean {
  return toArray<Kusto.Language.Symbols.Signature>(Signatures).every(({ ReturnKind, Parameters }) => {
    const kind = ReturnKind as unknown as number
    const kinds = toArray<{ readonly ArgumentKind: number }>(Parameters).map(({ ArgumentKind }) => ArgumentKind)
    return (kind !== custom || sets.test(Name!)) && !ofLiteral.has(kind) && kinds.every(one => one === expression)
  })
}
