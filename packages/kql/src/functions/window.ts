import { sql, value } from '../emit/sql.ts'
import { type FunctionRow, type Operand, window } from './row.ts'

/** The row n before or after; without one the default, '' for strings (semantics 13.4). */
const neighbour = (name: 'prev' | 'next') => {
  const shift = name === 'prev' ? sql`lag` : sql`lead`
  return window(
    name,
    ['any', 'long', 'result'],
    (operands, over, site) => {
      const [subject, distance, otherwise] = operands as [Operand, Operand?, Operand?]
      const fallback = otherwise?.sql ?? value(site.type === 'string' ? '' : null, site.type)
      return sql`${shift}(${subject.sql}, ${distance?.sql ?? sql`1`}, ${fallback}) ${over}`
    },
    ['13.4'],
  )
}

export const windowFunctions: readonly FunctionRow[] = [
  neighbour('prev'),
  neighbour('next'),
  window(
    'row_number',
    ['long'],
    ([start], over) => (start ? sql`(row_number() ${over} - 1 + ${start.sql})` : sql`row_number() ${over}`),
    ['13.4'],
  ),
]
