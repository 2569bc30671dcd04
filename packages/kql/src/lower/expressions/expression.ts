import { lookUp } from '@tripline/diagnostics'
import type { ColumnType } from '@tripline/schemas'
import { sourceOf } from '../../frontend/definition.ts'
import { defaultOf, dynamicDefault } from '../../frontend/expansion.ts'
import { jsonOf } from '../../frontend/json-literal.ts'
import { isUnsettledSpan, literalValue, runInstant } from '../../frontend/literal.ts'
import {
  type Expr,
  is,
  isTable,
  type NodeName,
  type Nodes,
  nodeName,
  scalarType,
  spanOf,
  textOf,
} from '../../frontend/syntax.ts'
import { literalJson } from '../../functions/conversion/constant.ts'
import { functionRow } from '../../functions/registry.ts'
import { columnNamed, reference } from '../../plan/build.ts'
import { type Call, type Expression, literal } from '../../plan/expression.ts'
import { freeColumns } from '../../plan/free-columns.ts'
import { visible } from '../../plan/node.ts'
import { repeatedKey } from '../../values/json.ts'
import { decimalOfText, isCarried } from '../../values/number-text.ts'
import { carryOrder } from '../carry-columns.ts'
import { partitionKey } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { nowOf } from '../query-options.ts'
import { refuse } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { absentColumn } from './absent-column.ts'
import { checkArguments, lowerCall } from './call.ts'
import { lowerIn, lowerTermList } from './in.ts'
import { inlineFunction, returnedValue } from './inline-function.ts'

type LowerExpression<Node> = (node: Node, scope: Scope, lowering: Lowering) => Expression

/** A bound expression of one row, as a plan expression. */
export function lowerExpression(node: Expr, scope: Scope, lowering: Lowering): Expression {
  const lower = expressions[nodeName(node) as NodeName] as LowerExpression<Expr> | undefined
  return lower ? lower(node, scope, lowering) : refuse(node, 'expression-unsupported', textOf(node))
}

const expressions: { readonly [Name in NodeName]?: LowerExpression<Nodes[Name]> } = {
  LiteralExpression: (node, _rows, lowering) => {
    const read = literalValue(node)
    if (isUnsettledSpan(textOf(node))) return refuse(node, 'timespan-fraction', textOf(node))
    if (typeof read.value === 'bigint' && BigInt.asIntN(64, read.value) !== read.value) {
      return refuse(node, 'literal-range', textOf(node), read.type)
    }
    if (read.type === 'decimal' && typeof read.value === 'string' && !isCarried(decimalOfText(read.value) ?? '0'))
      return refuse(node, 'decimal-literal', textOf(node))
    return read.value === runInstant ? nowOf(lowering) : literal(read.type, read.value)
  },
  CompoundStringLiteralExpression: node => literal('string', String(node.LiteralValue)),
  DynamicExpression: node => {
    const json = jsonOf(node.Expression!, literalJson)
    if (json === undefined) return refuse(node, 'dynamic-literal')
    const repeated = repeatedKey(json)
    if (repeated !== undefined) return refuse(node, 'repeated-key', JSON.stringify(repeated))
    return literal('dynamic', json === 'null' ? null : json)
  },
  ParenthesizedExpression: (node, scope, lowering) => lowerExpression(node.Expression!, scope, lowering),
  SimpleNamedExpression: (node, scope, lowering) => lowerExpression(node.Expression!, scope, lowering),
  NameReference: lowerName,
  PathExpression: lowerPath,
  ElementExpression: lowerElement,
  FunctionCallExpression: lowerCall,
  BinaryExpression: lowerBinary,
  PrefixUnaryExpression: lowerUnary,
  BetweenExpression: lowerBetween,
  InExpression: lowerIn,
  HasAnyExpression: lowerTermList,
  HasAllExpression: lowerTermList,
  ToScalarExpression: lowerToScalar,
}

function lowerName(node: Nodes['NameReference'], scope: Scope, lowering: Lowering): Expression {
  const element = scope.pattern?.member(node.SimpleName!, undefined, node)
  if (element) return element
  const symbol = node.ReferencedSymbol
  const bound = scope.environment.get(symbol) ?? scope.environment.get(sourceOf(symbol))
  if (bound?.kind === 'scalar') return bound.expression
  if (bound) return refuse(node, 'table-as-value', node.SimpleName!)
  const column = columnNamed(scope.input?.plan, node.SimpleName!)
  if (column) return reference(column)
  const listed = dynamicDefault(symbol)
  if (listed) return lowerExpression(listed, scope, lowering)
  const preset = defaultOf(symbol)
  if (preset) return preset.value === runInstant ? nowOf(lowering) : literal(preset.type, preset.value)
  const inlined = inlineFunction(node, scope, lowering)
  if (inlined) return returnedValue(node, inlined, scope, lowering)
  return absentColumn(node, node.SimpleName!, lowering) ?? refuse(node, 'name-unresolved', node.SimpleName!)
}

/** `$left.x`, `$right.x`, or a key of a dynamic (semantics 8.2). */
function lowerPath(node: Nodes['PathExpression'], scope: Scope, lowering: Lowering): Expression {
  const head = node.Expression!
  const selector = node.Selector!
  if (is(head, 'NameReference') && (head.SimpleName === '$left' || head.SimpleName === '$right')) {
    const side = head.SimpleName === '$left' ? scope.input?.plan : scope.right
    const column = is(selector, 'NameReference') ? columnNamed(side, selector.SimpleName!) : undefined
    if (column) return reference(column)
    const absent = is(selector, 'NameReference') ? absentColumn(node, selector.SimpleName!, lowering) : undefined
    return absent ?? refuse(node, 'side-column-missing', textOf(node))
  }
  if (is(head, 'NameReference') && is(selector, 'NameReference')) {
    const kept =
      scope.state?.(head.SimpleName!, selector.SimpleName!) ??
      scope.pattern?.member(head.SimpleName!, selector.SimpleName!, node)
    if (kept) return kept
  }
  const subject = lowerExpression(head, scope, lowering)
  if (is(selector, 'NameReference')) return access(subject, literal('string', selector.SimpleName!), node)
  const inner = (selector as unknown as { Expression?: Expr }).Expression
  return inner
    ? access(subject, lowerExpression(inner, scope, lowering), node)
    : refuse(node, 'path-unsupported', textOf(node))
}

function lowerElement(node: Nodes['ElementExpression'], scope: Scope, lowering: Lowering): Expression {
  const subject = lowerIndexed(node.Expression!, scope, lowering)
  const inner = (node.Selector as unknown as { Expression: Expr }).Expression
  return access(subject, lowerExpression(inner, scope, lowering), node)
}

/** The indexed value: all arrays of a function that sorts several, whose value is otherwise the first (semantics 8.14). */
function lowerIndexed(node: Expr, scope: Scope, lowering: Lowering): Expression {
  const subject = lowerExpression(node, scope, lowering)
  const sorts = subject.op === 'call' && subject.name.startsWith('array_sort_') ? subject : undefined
  const flag = sorts?.args.at(-1)?.type === 'bool' ? sorts.args.at(-1)! : literal('bool', true)
  const arrays = sorts?.args.filter(arg => arg.type !== 'bool') ?? []
  if (!sorts || arrays.length < 2) return subject
  return { ...sorts, name: sorts.name.replace('array_sort', 'sorted_arrays'), args: [flag, ...arrays] }
}

const access = (subject: Expression, key: Expression, node: Expr): Call => ({
  op: 'call',
  name: key.type === 'string' ? 'dynamic_key' : key.type === 'dynamic' ? 'dynamic_element' : 'dynamic_index',
  args: [subject, key],
  type: 'dynamic',
  span: spanOf(node),
})

const spelling: Readonly<Record<string, string>> = {
  '<>': '!=',
  notcontains: '!contains',
  notcontainscs: '!contains_cs',
  containscs: 'contains_cs',
  ':': 'has',
}

function lowerBinary(node: Nodes['BinaryExpression'], scope: Scope, lowering: Lowering): Expression {
  const operator = node.Operator!.Text!.trim()
  const name = lookUp(spelling, operator) ?? operator
  const row = functionRow(name, 'scalar')
  if (!row || row.kind === 'refused') return refuse(node, 'value-operator-unsupported', operator)
  if (is(node.Left, 'StarExpression')) return lowerAnyColumn(name, node, scope, lowering)
  const args = [lowerExpression(node.Left!, scope, lowering), lowerExpression(node.Right!, scope, lowering)]
  if (args.every(arg => arg.type === 'dynamic') && name !== 'and' && name !== 'or') {
    return refuse(node, 'dynamic-with-dynamic', operator)
  }
  const type = scalarType(node.ResultType) ?? untypedResult(name, args, node)
  checkArguments(row, operator, args, type, node)
  return { op: 'call', name, args, type, span: spanOf(node) }
}

const arithmetic: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%'])

/** The type of a result that the binder cannot type, because a fuzzy union hides a column's type from it (semantics 5.1). */
function untypedResult(name: string, args: readonly Expression[], node: Expr): ColumnType {
  if (!arithmetic.has(name)) return 'bool'
  const types = new Set(args.map(arg => arg.type))
  const whole = [...types].every(type => type === 'int' || type === 'long')
  if (whole) return 'long'
  const real = [...types].every(type => type === 'int' || type === 'long' || type === 'real')
  return real ? 'real' : refuse(node, 'result-type-unknown', textOf(node))
}

/** `* has "x"`: any string column; numbers are not searched (semantics 2.14). */
function lowerAnyColumn(name: string, node: Nodes['BinaryExpression'], scope: Scope, lowering: Lowering): Expression {
  const right = lowerExpression(node.Right!, scope, lowering)
  const columns = (scope.input?.plan.columns ?? []).filter(column => !column.hidden && column.type === 'string')
  const negated = name.startsWith('!')
  const tests = columns.map(
    (column): Call => ({
      op: 'call',
      name,
      args: [reference(column), right],
      type: 'bool',
      span: spanOf(node),
    }),
  )
  const none = literal('bool', negated)
  return tests.reduce<Expression>(
    (all, test) =>
      all.op === 'literal'
        ? test
        : { op: 'call', name: negated ? 'and' : 'or', args: [all, test], type: 'bool', span: spanOf(node) },
    none,
  )
}

function lowerUnary(node: Nodes['PrefixUnaryExpression'], scope: Scope, lowering: Lowering): Expression {
  const operand = lowerExpression(node.Expression!, scope, lowering)
  if (node.Operator!.Text!.trim() === '+') return operand
  if (operand.op === 'literal' && typeof operand.value === 'bigint') return literal(operand.type, -operand.value)
  if (operand.op === 'literal' && typeof operand.value === 'number') {
    return operand.type === 'int' ? literal('long', BigInt(-operand.value)) : literal(operand.type, -operand.value)
  }
  const type = scalarType(node.ResultType) ?? untypedResult('-', [operand], node)
  if (type === 'dynamic') return refuse(node, 'negative-dynamic')
  return { op: 'call', name: 'negate', args: [operand], type: type === 'int' ? 'long' : type, span: spanOf(node) }
}

/** `x between (a .. b)`; a timespan `b` is relative to `a` (semantics 6.8). */
function lowerBetween(node: Nodes['BetweenExpression'], scope: Scope, lowering: Lowering): Expression {
  const couple = node.Right!
  const [subject, from, to] = [node.Left!, couple.First!, couple.Second!].map(part =>
    lowerExpression(part, scope, lowering),
  ) as [Expression, Expression, Expression]
  const span = spanOf(node)
  const upper: Expression =
    to.type === 'timespan' && from.type === 'datetime'
      ? { op: 'call', name: '+', args: [from, to], type: 'datetime', span }
      : to
  return { op: 'call', name: node.Operator!.Text!.trim(), args: [subject, from, upper], type: 'bool', span }
}

/** The first column of the first row (semantics 17.2). */
function lowerToScalar(node: Nodes['ToScalarExpression'], scope: Scope, lowering: Lowering): Expression {
  const inner = node.Expression!
  if (!isTable(inner.ResultType)) return lowerExpression(inner, scope, lowering)
  const plan = carryOrder(lowering.table(inner, scope.environment))
  const [column] = visible(plan)
  if (!column) return refuse(node, 'toscalar-no-column')
  const free = freeColumns(plan)
  const key = scope.environment.get(partitionKey)
  if (key?.kind === 'scalar' && key.expression.op === 'column' && free.has(key.expression.id))
    return refuse(node, 'toscalar-partition')
  if (free.size > 0) return refuse(node, 'toscalar-outer-row')
  return { op: 'subquery', plan, column: column.id, type: column.type }
}
