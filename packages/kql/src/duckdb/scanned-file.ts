import { join, name, type Sql, type StoredRows, sql } from '../sql/sql.ts'

/** A file that queries read where it is. */
export interface ScannedFile {
  readonly path: string
  /** By stored column of times: a value of the file's own type that is near some ticks, below `from` or above `to`. */
  readonly near: ReadonlyMap<string, (ticks: Sql, side: 'from' | 'to') => Sql>
}

/** The name of a time as the file holds it, next to its ticks. */
export const unreadColumn = (stored: string): string => `${stored} unread`

/** The database skips parts of a file whose statistics exclude the times as they are in the file, not as ticks. */
export function boundedRows({ table, bounds }: StoredRows, file: ScannedFile | undefined): Sql {
  const conditions = bounds.flatMap(({ column, side, at }) => {
    const near = file?.near.get(column)
    const comparison = side === 'from' ? sql`>=` : sql`<=`
    return near ? [sql`${name(unreadColumn(column))} ${comparison} ${near(at, side)}`] : []
  })
  return conditions.length > 0 ? sql`(SELECT * FROM ${name(table)} WHERE ${join(conditions, ' AND ')})` : name(table)
}
