import type { Comparison } from '../plan/node.ts'
import { plainReading, type Sql, type StoredBound } from '../sql/sql.ts'

/** A file that queries read where it is. */
export interface ScannedFile {
  readonly path: string
  /** By stored column of times: whether its ticks compare with others, asked of what the file holds. */
  readonly compare: ReadonlyMap<string, (comparison: Comparison, ticks: Sql) => Sql>
}

/** The name of a time as the file holds it, next to its ticks. */
export const unreadColumn = (stored: string): string => `${stored} unread`

/** The database skips parts of a file whose statistics exclude the times as they are in the file, not as ticks. */
export const boundOf = (bound: StoredBound, file: ScannedFile | undefined): Sql =>
  file?.compare.get(bound.column)?.(bound.comparison, bound.at) ?? plainReading.where(bound)
