import { type Sql, sql, text } from '../sql/sql.ts'

/**
 * Whether a text matches a pattern, in the database's own engine. The database turns a plain sequence into a LIKE, wrongly if
 * it contains an anchor or an empty group; a group around the pattern prevents that.
 */
export const nativeMatch = (subject: Sql, pattern: string): Sql =>
  sql`regexp_matches(${subject}, ${text(misread.test(pattern) ? `(${pattern})` : pattern)})`

const misread = /(?<!^|^\(\?s\))\\A|\\z(?!$)|\(\?:\|*\)/
