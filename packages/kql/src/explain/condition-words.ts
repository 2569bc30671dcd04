import { lookUp } from '@tripline/diagnostics'
import type { Expression } from '../plan/expression.ts'
import type { PlanNode } from '../plan/node.ts'
import type { Cell } from '../world/dataset.ts'
import { cellData } from './cell-words.ts'
import { type ExplainContext, type PlanFacts, words } from './explain-context.ts'

/** What users call a value at a node: the name of its column, or its expression in the text of the query. */
export function valueName(
  expression: Expression,
  node: PlanNode,
  { kql }: ExplainContext,
  { names }: PlanFacts,
): string {
  if (expression.op === 'column') return names.get(expression.id) ?? 'the value'
  return 'span' in expression && !node.origin ? words(kql, expression.span) : 'the value'
}

/** The constants that a value is compared with; none if it is compared with anything else. */
function limitsOf(condition: Expression): readonly Extract<Expression, { op: 'literal' }>[] {
  if (condition.op !== 'call') return []
  const others = condition.args.slice(1)
  const limits = others.filter(arg => arg.op === 'literal')
  return limits.length === others.length ? limits : []
}

/** What a comparison with constants asks for: `sshd`, `>= 10`. */
export function expectedBy(condition: Expression): string | undefined {
  const limits = limitsOf(condition)
  if (condition.op !== 'call' || limits.length === 0) return undefined
  const texts = limits.map(({ value, type }) => cellData(value, type)).join(', ')
  return condition.name === '==' || condition.name === 'in' ? texts : `${condition.name} ${texts}`
}

/** On which side of its limit a value is that does not pass, by operator. */
const sides: Readonly<Record<string, string>> = { '>': 'short of', '>=': 'short of', '<': 'above', '<=': 'above' }

/** By how much the nearest number misses a limit: `1 short of 10`. Of whole numbers, `> 10` needs 11. */
export function shortfall(condition: Expression, cells: readonly Cell[]): string | undefined {
  if (condition.op !== 'call') return undefined
  const [limit] = limitsOf(condition)
  const side = lookUp(sides, condition.name)
  if (!limit || side === undefined || !['int', 'long', 'real'].includes(limit.type)) return undefined
  const isWhole = condition.args.every(({ type }) => type === 'int' || type === 'long')
  const needed = Number(limit.value) + (isWhole ? (lookUp(beyond, condition.name) ?? 0) : 0)
  const distances = cells.filter(cell => cell !== null).map(cell => Math.abs(needed - Number(cell)))
  const least = Math.min(...distances)
  return distances.length === 0 || least === 0 ? undefined : `${least.toLocaleString('en-US')} ${side} ${needed}`
}

/** From a limit to the nearest whole number that passes, by operator. */
const beyond: Readonly<Record<string, number>> = { '>': 1, '<': -1 }
