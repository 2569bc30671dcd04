import { formatDatetime, formatTimespan } from '@tripline/schemas'
import { realText } from '../../values/real-text.ts'
import type { Cell } from '../../world/dataset.ts'

/** A constant inside a dynamic literal as JSON text: a timespan becomes its ticks (semantics 7.4). */
export const literalJson = (cell: Cell, type: string): string =>
  cell !== null && type === 'timespan' ? String(cell) : constantJson(cell, type)

/** JSON text of a constant inside a dynamic (semantics 7.4). */
export function constantJson(cell: Cell, type: string): string {
  if (cell === null) return 'null'
  if (type === 'datetime') return JSON.stringify(formatDatetime(cell as bigint))
  if (type === 'timespan') return JSON.stringify(formatTimespan(cell as bigint))
  if (type === 'real') return Number.isFinite(cell) ? realText(cell as number) : JSON.stringify(String(cell))
  return typeof cell === 'string' ? JSON.stringify(cell) : String(cell)
}
