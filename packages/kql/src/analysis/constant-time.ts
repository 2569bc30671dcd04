import { defaultOf } from '../frontend/expansion.ts'
import { literalValue } from '../frontend/literal.ts'
import { bare, type Expr, elementsOf, is, type Nodes, type SyntaxNode } from '../frontend/syntax.ts'
import { type CallScope, definitionOf } from './call-scope.ts'

/**
 * The length in ticks of a constant timespan, followed through lets and arguments of calls; undefined if it depends on data.
 */
function spanTicks(expression: SyntaxNode, scope: CallScope): bigint | undefined {
  const node = bare(expression as Expr)
  if (is(node, 'LiteralExpression')) return literalTicks(node)
  if (is(node, 'NameReference')) return followed(node, scope, spanTicks) ?? defaultTicks(node)
  if (is(node, 'SimpleNamedExpression')) return spanTicks(node.Expression!, scope)
  if (is(node, 'PrefixUnaryExpression')) {
    const ticks = spanTicks(node.Expression!, scope)
    return ticks === undefined ? undefined : node.Operator!.Text === '-' ? -ticks : ticks
  }
  if (is(node, 'BinaryExpression')) return binaryTicks(node, scope)
  return undefined
}

function literalTicks(node: Nodes['LiteralExpression']): bigint | undefined {
  const { type, value } = literalValue(node)
  return type === 'timespan' && typeof value === 'bigint' ? value : undefined
}

function defaultTicks(node: Nodes['NameReference']): bigint | undefined {
  const value = defaultOf(node.ReferencedSymbol)
  return value?.type === 'timespan' && typeof value.value === 'bigint' ? value.value : undefined
}

function wholeNumber(expression: SyntaxNode, scope: CallScope): bigint | undefined {
  const node = bare(expression as Expr)
  if (is(node, 'NameReference')) return followed(node, scope, wholeNumber)
  if (!is(node, 'LiteralExpression')) return undefined
  const { type, value } = literalValue(node)
  if (type === 'int' && typeof value === 'number') return BigInt(value)
  return type === 'long' && typeof value === 'bigint' ? value : undefined
}

function binaryTicks({ Operator, Left, Right }: Nodes['BinaryExpression'], scope: CallScope): bigint | undefined {
  const operator = Operator!.Text
  const [left, right] = [spanTicks(Left!, scope), spanTicks(Right!, scope)]
  if (operator === '*') {
    const factor = left === undefined ? wholeNumber(Left!, scope) : wholeNumber(Right!, scope)
    const span = left ?? right
    return span === undefined || factor === undefined ? undefined : span * factor
  }
  if (left === undefined || right === undefined) return undefined
  return operator === '+' ? left + right : operator === '-' ? left - right : undefined
}

/** Functions that round an instant down to its hour, day and so on: they move it back by less than that length. */
const roundings = new Set(['bin', 'floor', 'startofday', 'startofweek', 'startofmonth', 'todatetime'])

/** How long before the run an instant lies, in ticks; undefined if its distance from `now()` is not constant. */
export function ageTicks(expression: SyntaxNode, scope: CallScope): bigint | undefined {
  const node = bare(expression as Expr)
  if (is(node, 'NameReference')) return followed(node, scope, ageTicks)
  if (is(node, 'SimpleNamedExpression')) return ageTicks(node.Expression!, scope)
  if (is(node, 'FunctionCallExpression')) return callAge(node, scope)
  if (!is(node, 'BinaryExpression')) return undefined
  const operator = node.Operator!.Text
  const [age, span] = [ageTicks(node.Left!, scope), spanTicks(node.Right!, scope)]
  if (age === undefined || span === undefined) return undefined
  return operator === '-' ? age + span : operator === '+' ? age - span : undefined
}

function callAge(node: Nodes['FunctionCallExpression'], scope: CallScope): bigint | undefined {
  const name = node.Name!.SimpleName!
  const [argument] = elementsOf(node.ArgumentList!.Expressions)
  if (name === 'ago') return argument && spanTicks(argument, scope)
  if (name === 'now') {
    const span = argument ? spanTicks(argument, scope) : 0n
    return span === undefined ? undefined : -span
  }
  return roundings.has(name) && argument ? ageTicks(argument, scope) : undefined
}

/** A column may share its name with a let and is not constant; only what a let or an argument defines is followed. */
function followed<T>(
  node: Nodes['NameReference'],
  within: CallScope,
  read: (expression: SyntaxNode, scope: CallScope) => T | undefined,
): T | undefined {
  const defined = definitionOf(node, within)
  return defined && read(defined.expression, defined.scope)
}
