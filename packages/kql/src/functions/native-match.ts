import { type Sql, sql, text } from '../sql/sql.ts'

/**
 * Does a text match a pattern, in the database's own engine? The database makes a LIKE of a mere sequence, a wrong one where that
 * has an anchor inside or an empty group; a group around it keeps it from that.
 */
export const nativeMatch = (subject: Sql, pattern: string): Sql =>
  sql`regexp_matches(${subject}, ${text(misread.test(pattern) ? `(${pattern})` : pattern)})`

const misread = /(?<!^|^\(\?s\))\\A|\\z(?!$)|\(\?:\|*\)/
