import { missing } from '../plan/expression.ts'
import type { Union } from '../plan/node.ts'
import { join, name, sql, text, value } from '../sql/sql.ts'
import { type Emit, listed } from './emission.ts'

/** union: legs by column name; a column that a leg lacks is null, or '' for strings (semantics 11.9, 11.13). */
export const emitUnion: Emit<Union> = (node, emission) => {
  const selects = node.legs.map(leg => {
    const items = node.columns.map((column, index) => {
      const id = leg.ids[index]
      if (column.id === node.withSource) return sql`${text(leg.source)} AS ${name(column.id)}`
      if (id) return sql`${name(id)} AS ${name(column.id)}`
      return sql`${column.type === 'struct' ? value(null, 'string') : value(missing(column.type).value, column.type)} AS ${name(column.id)}`
    })
    return sql`SELECT ${listed(items)} ${emission.rows(leg.input)}`
  })
  return join(selects, ' UNION ALL ')
}
