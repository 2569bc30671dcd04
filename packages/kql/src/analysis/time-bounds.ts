import { bare, descendants, type Expr, elementsOf, is, type Nodes, spanOf } from '../frontend/syntax.ts'
import type { CallScope } from './call-scope.ts'
import { ageTicks } from './constant-time.ts'
import type { TimeBound } from './query-analysis.ts'

type TimeColumn = TimeBound['column']

const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=' }

/** The lower bounds that a condition sets on a row's time. */
export function timeBounds(condition: Expr, scope: CallScope): readonly TimeBound[] {
  const node = bare(condition)
  if (is(node, 'BinaryExpression')) return comparisonBounds(node, scope)
  if (!is(node, 'BetweenExpression') || node.Operator!.Text !== 'between') return []
  const column = timeColumn(node.Left!)
  const first = node.Right!.First
  return column && first ? [bound(column, node.Left!, first, scope)] : []
}

function comparisonBounds(node: Nodes['BinaryExpression'], scope: CallScope): readonly TimeBound[] {
  const operator = node.Operator!.Text!
  const [left, right] = [node.Left!, node.Right!]
  if (operator === 'and') return [...timeBounds(left, scope), ...timeBounds(right, scope)]
  if (operator === 'or') return eitherBound(timeBounds(left, scope), timeBounds(right, scope))
  const turned = mirrored[operator]
  const [subject, limit] = turned ? [right, left] : [left, right]
  const column = timeColumn(subject)
  return column && ['>', '>=', '=='].includes(turned ?? operator) ? [bound(column, subject, limit, scope)] : []
}

/** If both sides of an `or` have a bound, the wider one holds. */
function eitherBound([one]: readonly TimeBound[], [other]: readonly TimeBound[]): readonly TimeBound[] {
  if (!one || !other) return []
  if (one.age === undefined || other.age === undefined) return [{ column: one.column, start: one.start, end: one.end }]
  return [one.age > other.age ? one : other]
}

function bound(column: TimeColumn, subject: Expr, limit: Expr, scope: CallScope): TimeBound {
  const age = is(bare(subject), 'NameReference') || column === 'ingestion_time' ? ageTicks(limit, scope) : undefined
  return { column, ...spanOf(limit), ...(age !== undefined && { age }) }
}

/** The kind of time that an expression yields: the column itself, or the result of `bin` and the like. */
function timeColumn(expression: Expr): TimeColumn | undefined {
  const node = bare(expression)
  if (is(node, 'NameReference')) return node.SimpleName === 'TimeGenerated' ? 'TimeGenerated' : undefined
  if (!is(node, 'FunctionCallExpression')) return undefined
  if (node.Name!.SimpleName === 'ingestion_time') return 'ingestion_time'
  const [argument] = elementsOf(node.ArgumentList!.Expressions)
  return argument && timeColumn(argument)
}

/** Whether an expression is TimeGenerated or a bin of it, so grouping by it preserves the time of rows. */
export const keepsTime = (expression: Expr): boolean => timeColumn(expression) === 'TimeGenerated'

/** Whether a named expression redefines TimeGenerated. */
export const replacesTime = (expression: Expr): boolean =>
  is(expression, 'SimpleNamedExpression') &&
  [...descendants(expression.Name!)].some(name => is(name, 'NameDeclaration') && name.SimpleName === 'TimeGenerated') &&
  !keepsTime(expression.Expression!)
