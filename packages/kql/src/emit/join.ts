import type { Join, JoinKind, PlanColumn } from '../plan/node.ts'
import { join, name, type Sql, sql } from '../sql/sql.ts'
import { type Emission, type Emit, listed } from './emission.ts'

interface Shape {
  readonly operator: Sql
  /** Sides that may be missing from an output row. */
  readonly optional: readonly ('left' | 'right')[]
}

const shapes: Readonly<Record<JoinKind, Shape>> = {
  inner: { operator: sql`JOIN`, optional: [] },
  innerunique: { operator: sql`JOIN`, optional: [] },
  leftouter: { operator: sql`LEFT JOIN`, optional: ['right'] },
  rightouter: { operator: sql`RIGHT JOIN`, optional: ['left'] },
  fullouter: { operator: sql`FULL JOIN`, optional: ['left', 'right'] },
  leftsemi: { operator: sql`SEMI JOIN`, optional: [] },
  leftanti: { operator: sql`ANTI JOIN`, optional: [] },
  rightsemi: { operator: sql`SEMI JOIN`, optional: [] },
  rightanti: { operator: sql`ANTI JOIN`, optional: [] },
}

/** join and lookup: equality of keys, where null matches null (semantics 11.5). */
export const emitJoin: Emit<Join> = (node, emission) => {
  const { operator, optional } = shapes[node.kind]
  const sides = { left: emission.from(node.left), right: emission.from(node.right) }
  const first = node.kind === 'rightsemi' || node.kind === 'rightanti' ? 'right' : 'left'
  const second = first === 'left' ? 'right' : 'left'
  const left = node.kind === 'innerunique' ? firstOfEachKey(node, sides.left, emission) : sides[first]
  const conditions = node.on.map(key => {
    const comparison = key.left.type === 'string' ? sql`=` : sql`IS NOT DISTINCT FROM`
    return sql`${emission.expression(key.left)} ${comparison} ${emission.expression(key.right)}`
  })
  const items = node.columns.map(column => output(column, node, optional))
  const on = conditions.length > 0 ? join(conditions, ' AND ') : sql`TRUE`
  return sql`SELECT ${listed(items)} FROM ${left} AS l ${operator} ${sides[second]} AS r ON ${on}`
}

/** The database has no DISTINCT ON a constant, which a column of no rows is. */
function firstOfEachKey(node: Join, left: Sql, emission: Emission): Sql {
  const keys = node.on.flatMap(key => (key.left.op === 'literal' ? [] : [emission.expression(key.left)]))
  return keys.length > 0
    ? sql`(SELECT DISTINCT ON (${join(keys)}) * FROM ${left})`
    : sql`(SELECT * FROM ${left} LIMIT 1)`
}

/** Unmatched rows have null, or '' for strings (semantics 11.6). */
function output(column: PlanColumn, node: Join, optional: Shape['optional']): Sql {
  const source = node.sources.get(column.id)!
  const filled = column.type === 'string' && optional.includes(source.side)
  return sql`${filled ? sql`coalesce(${name(source.id)}, '')` : name(source.id)} AS ${name(column.id)}`
}
