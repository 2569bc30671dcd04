import type { Expression } from '../plan/expression.ts'
import { functionRow } from './registry.ts'

/** Columns, constants and comparisons, which cost next to nothing to compute again. */
export const isCheap = (expression: Expression): boolean =>
  expression.op === 'call'
    ? isCheapCall(expression.name) && expression.args.every(isCheap)
    : expression.type !== 'dynamic' && ['column', 'literal', 'now'].includes(expression.op)

function isCheapCall(name: string): boolean {
  const row = functionRow(name, 'scalar')
  return row?.kind === 'scalar' && row.cheap === true
}
