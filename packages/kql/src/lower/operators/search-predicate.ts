import {
  descendants,
  type Expr,
  elementsOf,
  is,
  isColumn,
  type Nodes,
  type SyntaxElement,
  spanOf,
} from '../../frontend/syntax.ts'
import { functionRow } from '../../functions/registry.ts'
import type { ScalarRow } from '../../functions/row.ts'
import { reference } from '../../plan/build.ts'
import { type Call, type Expression, literal } from '../../plan/expression.ts'
import type { PlanColumn } from '../../plan/node.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import type { Scope } from '../scope.ts'

/**
 * The predicate of search and find: terms in any column, `column:"term"`, and ordinary conditions (semantics 17.7). Terms are
 * searched for in the columns `among`.
 */
export function searchPredicate(
  condition: Expr,
  scope: Scope,
  among: readonly PlanColumn[],
  lowering: Lowering,
  sensitive: boolean,
): Expression {
  const lower = (node: Expr): Expression => {
    if (is(node, 'ParenthesizedExpression')) return lower(node.Expression!)
    if (is(node, 'StarExpression')) return literal('bool', true)
    const term = termOf(node)
    if (term !== undefined) return anyColumn(term, node)
    const negated = negatedTerm(node)
    if (negated) return call('not', [lower(negated)], node)
    if (!is(node, 'BinaryExpression')) return ordinary(node)
    const operator = node.Operator!.Text!.trim()
    if (operator === 'and' || operator === 'or') return call(operator, [lower(node.Left!), lower(node.Right!)], node)
    const sought = operator === ':' ? termOf(node.Right!) : undefined
    if (sought === undefined) return ordinary(node)
    if (is(node.Left, 'StarExpression')) return anyColumn(sought, node)
    return termTest(lowering.expression(node.Left!, scope), sought, node)
  }
  const ordinary = (node: Expr): Expression => {
    for (const inner of descendants(node)) {
      if (is(inner, 'FunctionCallExpression') && inner.Name!.SimpleName === 'not' && hasTerm(inner))
        refuse(inner, 'search-not-term')
    }
    const lowered = lowering.expression(node, scope)
    return sensitive ? caseSensitive(lowered, node) : lowered
  }
  const termTest = (subject: Expression, term: string, node: Expr): Expression => {
    const { name, needle } = operatorFor(term)
    return call(sensitive ? exactName(name) : name, [subject, pattern(name, needle)], node)
  }
  const pattern = (name: string, needle: string): Expression =>
    literal('string', name === 'matches regex' && !sensitive ? `(?i)${needle}` : needle)
  const anyColumn = (term: string, node: Expr): Expression => {
    if (/^\*+$/.test(term)) return literal('bool', true)
    const tests = among.map(column => termTest(reference(column), term, node))
    return disjunction(tests, node)
  }
  return lower(condition)
}

const call = (name: string, args: readonly Expression[], node: Expr): Call => ({
  op: 'call',
  name,
  args,
  type: 'bool',
  span: spanOf(node),
})

/** One of many tests as a balanced tree, because a search tests thousands of columns and a chain of them would be too deep. */
function disjunction(tests: readonly Expression[], node: Expr): Expression {
  if (tests.length < 2) return tests[0] ?? literal('bool', false)
  const half = tests.length >> 1
  return call('or', [disjunction(tests.slice(0, half), node), disjunction(tests.slice(half), node)], node)
}

/** A text used as a condition. */
function termOf(node: SyntaxElement): string | undefined {
  if (!is(node, 'LiteralExpression') && !is(node, 'CompoundStringLiteralExpression')) return undefined
  return typeof node.LiteralValue === 'string' ? node.LiteralValue : undefined
}

/** The term of `not("term")`. */
function negatedTerm(node: SyntaxElement): Expr | undefined {
  if (!is(node, 'FunctionCallExpression') || node.Name!.SimpleName !== 'not') return undefined
  const [argument] = elementsOf<Expr>(node.ArgumentList?.Expressions)
  return argument && termOf(argument) !== undefined ? argument : undefined
}

const hasTerm = (call: Nodes['FunctionCallExpression']): boolean =>
  [...descendants(call.ArgumentList!)].some(inner => {
    const parent = inner.Parent
    return termOf(inner) !== undefined && !(is(parent, 'BinaryExpression') && !isConnective(parent))
  })

const isConnective = (node: Nodes['BinaryExpression']): boolean => /^(and|or)$/.test(node.Operator!.Text!.trim())

/** `*` at the edge of a term lets the term continue there; inside, it matches anything (the page of search). */
function operatorFor(term: string): { readonly name: string; readonly needle: string } {
  const [left, right] = [term.startsWith('*'), term.endsWith('*')]
  const needle = term.replace(/^\*|\*$/g, '')
  if (!needle.includes('*')) {
    return { name: left ? (right ? 'contains' : 'hassuffix') : right ? 'hasprefix' : 'has', needle }
  }
  const body = needle.split('*').map(escaped).join('.*')
  return { name: 'matches regex', needle: `${left ? '' : '\\b'}${body}${right ? '' : '\\b'}` }
}

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}#&~-]/g, character => `\\${character}`)

/** The case-sensitive form of an operator that ignores case. */
const exactName = (name: string): string => foldsCase(name)?.exact ?? name

const foldsCase = (name: string): ScalarRow['foldsCase'] => {
  const row = functionRow(name, 'scalar')
  return row?.kind === 'scalar' ? row.foldsCase : undefined
}

/** kind=case_sensitive: every string operator of the condition is case-sensitive (the page of search). */
function caseSensitive(expression: Expression, node: Expr): Expression {
  if (expression.op === 'membership') return { ...expression, fold: false }
  if (expression.op !== 'call') return expression
  const folds = foldsCase(expression.name)
  if (folds && folds.exact === undefined) return refuse(node, 'search-case', expression.name)
  const args = expression.args.map(arg => caseSensitive(arg, node))
  return { ...expression, name: exactName(expression.name), args }
}

/** The columns that a condition names, and whether it searches all columns. */
export function columnsNamed(condition: Expr): { readonly names: ReadonlySet<string>; readonly any: boolean } {
  const names = new Set<string>()
  let any = false
  const visit = (node: Expr): void => {
    if (is(node, 'ParenthesizedExpression')) visit(node.Expression!)
    else if (is(node, 'BinaryExpression') && isConnective(node)) {
      visit(node.Left!)
      visit(node.Right!)
    } else if (is(node, 'StarExpression') || termOf(negatedTerm(node) ?? node) !== undefined) any = true
    else
      for (const inner of descendants(node)) {
        if (is(inner, 'NameReference') && isColumn(inner.ReferencedSymbol)) names.add(inner.SimpleName!)
        if (is(inner, 'StarExpression')) any = true
      }
  }
  visit(condition)
  return { names, any }
}
