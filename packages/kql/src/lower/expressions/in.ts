import { type Expr, elementsOf, isTable, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { compareInRows } from '../../functions/comparison/comparison.ts'
import { constantOf, type Expression, literal } from '../../plan/expression.ts'
import { visible } from '../../plan/node.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import type { Scope } from '../scope.ts'

type ListExpression = Nodes['InExpression'] | Nodes['HasAnyExpression'] | Nodes['HasAllExpression']

/** The right side of a list operator: one table, one dynamic array, or single values (semantics 2.8). */
function rightSide(node: ListExpression, scope: Scope, lowering: Lowering) {
  const elements = elementsOf<Expr>(node.Right?.Expressions)
  const [only] = elements
  if (only && elements.length === 1 && isTable(only.ResultType)) {
    const plan = lowering.table(only, scope.environment)
    const [column] = visible(plan)
    return column ? { kind: 'table' as const, plan, column } : refuse(only, 'list-no-column')
  }
  return { kind: 'values' as const, values: elements.map(element => lowering.expression(element, scope)) }
}

/** `in`, `!in` and their case-insensitive forms: an OR or AND of comparisons (semantics 1.6, 2.9). */
export function lowerIn(node: Nodes['InExpression'], scope: Scope, lowering: Lowering): Expression {
  const operator = node.Operator!.Text!.trim()
  const subject = lowering.expression(node.Left!, scope)
  const [negated, fold] = [operator.startsWith('!'), operator.endsWith('~')]
  const right = rightSide(node, scope, lowering)
  if (right.kind === 'table') {
    const { plan, column } = right
    if (column.type === 'dynamic') {
      const list: Expression = { op: 'collect', plan, column: column.id, columnType: column.type, type: 'dynamic' }
      return { op: 'call', name: operator, args: [subject, list], type: 'bool', span: spanOf(node) }
    }
    if (subject.type !== 'dynamic' && !areComparable(subject.type, column.type))
      return refuse(node, 'in-mixed-types', subject.type, column.type)
    return {
      op: 'membership',
      subject,
      plan,
      column: column.id,
      columnType: column.type,
      fold,
      negated,
      type: 'bool',
      span: spanOf(node),
    }
  }
  const unlike = right.values.find(
    value => subject.op !== 'literal' && value.op !== 'literal' && !compareInRows(subject.type, value.type),
  )
  if (unlike) return refuse(node, 'in-mixed-types', subject.type, unlike.type)
  const args = right.values.flatMap(value =>
    value.type === 'dynamic' ? (splitConstant(value) ?? arrayElements(value)) : [value],
  )
  return { op: 'call', name: operator, args: [subject, ...args], type: 'bool', span: spanOf(node) }
}

const isNumber = (type: string): boolean => ['int', 'long', 'real', 'decimal'].includes(type)

const areComparable = (a: string, b: string): boolean => a === b || (isNumber(a) && isNumber(b))

/** The parts of a constant text, such as a list in a parameter of a rule. The database splits it in the same way. */
function splitConstant(value: Expression): Expression[] | undefined {
  if (value.op !== 'call' || value.name !== 'split' || value.args.length !== 2) return undefined
  const [text, delimiter] = value.args.map(constantOf)
  if (typeof text !== 'string' || typeof delimiter !== 'string' || delimiter === '') return undefined
  return text.split(delimiter).map(part => literal('string', part))
}

/** A constant dynamic array becomes its elements; any other remains one operand that each row searches. */
function arrayElements(value: Expression): Expression[] {
  if (value.op !== 'literal' || typeof value.value !== 'string' || !value.value.startsWith('[')) return [value]
  const parsed = (JSON.parse(value.value) as unknown[]).flat(Number.POSITIVE_INFINITY)
  const plain = parsed.every(
    item => typeof item === 'string' || typeof item === 'boolean' || Number.isSafeInteger(item),
  )
  if (!plain) return [value]
  return parsed.map(item =>
    typeof item === 'string'
      ? literal('string', item)
      : typeof item === 'boolean'
        ? literal('bool', item)
        : literal('long', BigInt(item as number)),
  )
}

/** `has_any`, `has_all`: the list as one dynamic array of texts (semantics 2.8). */
export function lowerTermList(
  node: Nodes['HasAnyExpression'] | Nodes['HasAllExpression'],
  scope: Scope,
  lowering: Lowering,
): Expression {
  const name = node.Operator!.Text!.trim()
  const span = spanOf(node)
  const subject = lowering.expression(node.Left!, scope)
  const right = rightSide(node, scope, lowering)
  if (right.kind === 'table') {
    const terms: Expression = {
      op: 'collect',
      plan: right.plan,
      column: right.column.id,
      columnType: right.column.type,
      type: 'dynamic',
    }
    return { op: 'call', name, args: [subject, terms], type: 'bool', span }
  }
  const { values } = right
  if (values.length === 1 && values[0]!.type === 'dynamic') {
    return { op: 'call', name, args: [subject, ...arrayElements(values[0]!)], type: 'bool', span }
  }
  return { op: 'call', name, args: [subject, ...values], type: 'bool', span }
}
