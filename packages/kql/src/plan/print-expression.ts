import { formatDatetime, formatTimespan } from '@tripline/schemas'
import type { Expression, Literal, OrderKey } from './expression.ts'
import type { PlanNode } from './node.ts'

/** A name for a plan inside an expression, which is printed elsewhere under that name. */
export type PlanName = (plan: PlanNode) => string

/** One line of text: columns by id, literals as in KQL, plans by name. */
export function printExpression(expression: Expression, planName: PlanName): string {
  const print = (inner: Expression): string => printExpression(inner, planName)
  const list = (inner: readonly Expression[]): string => inner.map(print).join(', ')
  switch (expression.op) {
    case 'literal':
      return printLiteral(expression)
    case 'column':
      return expression.id
    case 'now':
      return 'now()'
    case 'call':
      return printCall(expression.name, expression.args.map(print))
    case 'aggregate':
      return `${expression.name}(${[list(expression.args), printOrder(expression.order)].filter(Boolean).join(' ')})`
    case 'window': {
      const partition = expression.partition.length > 0 ? `by ${list(expression.partition)}` : ''
      const over = [partition, printOrder(expression.order)].filter(Boolean).join(' ')
      return `${expression.name}(${list(expression.args)}) over (${over})`
    }
    case 'subquery':
      return `${expression.column} of ${planName(expression.plan)}`
    case 'collect':
      return `all ${expression.column} of ${planName(expression.plan)}`
    case 'membership': {
      const operator = `${expression.negated ? '!' : ''}in${expression.fold ? '~' : ''}`
      return `(${print(expression.subject)} ${operator} ${expression.column} of ${planName(expression.plan)})`
    }
    case 'field':
      return `${print(expression.of)}.${expression.name}`
    case 'groups':
      return `groups(${print(expression.of)}, ${JSON.stringify(expression.regex)})`
  }
}

/** `order c1 desc, c2`; ascending with nulls first is the default and omitted. */
export const printOrder = (keys: readonly OrderKey[]): string =>
  keys.length === 0 ? '' : `order ${keys.map(printKey).join(', ')}`

const printKey = ({ expression, descending, nulls }: OrderKey): string =>
  [
    expression.id,
    ...(descending ? ['desc'] : []),
    ...((nulls === 'last') === descending ? [] : [`nulls ${nulls}`]),
  ].join(' ')

const printCall = (name: string, args: readonly string[]): string =>
  args.length === 2 && (name === 'and' || name === 'or' || !/^\w+$/.test(name))
    ? `(${args.join(` ${name} `)})`
    : `${name}(${args.join(', ')})`

function printLiteral({ type, value }: Literal): string {
  if (typeof value === 'string' && type === 'string') return JSON.stringify(value)
  if (value !== null && (type === 'long' || type === 'bool')) return String(value)
  if (type === 'datetime' && typeof value === 'bigint') return `datetime(${formatDatetime(value)})`
  if (type === 'timespan' && typeof value === 'bigint') return `timespan(${formatTimespan(value)})`
  return `${type}(${value})`
}
