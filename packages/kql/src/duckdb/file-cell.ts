import type { ColumnType } from '@tripline/schemas'
import { carrier, join, text as literal, type Sql, sql } from '../sql/sql.ts'

/** Raised for a value that the database cannot read with certainty; reading the file stops there. */
export const misfit = sql`error('misfit')`

/** The first branch whose pattern a text has; an empty text is a missing value. */
const cellOf = (text: Sql, branches: Sql): Sql => sql`CASE ${branches} WHEN ${text} <> '' THEN ${misfit} END`

/** A text that the cast writes back unchanged needs no check of its form. */
const wholeNumber =
  (type: 'int' | 'long') =>
  (text: Sql): Sql =>
    cellOf(
      text,
      sql`WHEN CAST(TRY_CAST(${text} AS ${carrier[type]}) AS VARCHAR) = ${text} THEN CAST(${text} AS ${carrier[type]})
        WHEN regexp_full_match(${text}, '-?[0-9]{1,19}') THEN CAST(${text} AS ${carrier[type]})
        WHEN regexp_full_match(${text}, '-?[0-9]{1,15}\\.0*') THEN CAST(split_part(${text}, '.', 1) AS ${carrier[type]})`,
    )

/** Whether a text is punctuated like a time of this century with a fraction, and its hour begins with a digit. */
const hasHour = (text: Sql, digit: number): Sql => sql`${text} LIKE ${literal(`20__-__-__T${digit}_:__:__.%`)}`

/**
 * A UTC time with one to seven digits of a second. Punctuation is recognised faster than a pattern. With that and a valid hour, the
 * database casts only digits.
 */
const hasUsualForm = (text: Sql): Sql => sql`strlen(${text}) BETWEEN 22 AND 28 AND suffix(${text}, 'Z')
  AND (${hasHour(text, 0)} OR ${hasHour(text, 1)} OR ${hasHour(text, 2)} AND substring(${text}, 13, 1) BETWEEN '0' AND '3')`

/** A text of a file, NULL if it stands for a missing value. */
export const presentText = (text: Sql, type: ColumnType, missing: string | undefined): Sql =>
  missing === undefined || type === 'string' ? text : sql`nullif(${text}, ${literal(missing)})`

/** The same for a value read as JSON. */
export const presentJson = (json: Sql, missing: string | undefined): Sql =>
  presentText(sql`CAST(${json} AS VARCHAR)`, 'dynamic', missing === undefined ? undefined : JSON.stringify(missing))

/** The first of several texts that is there. */
export function firstPresent(texts: readonly Sql[], type: ColumnType): Sql {
  const [only, ...others] = texts
  if (only && others.length === 0) return only
  const present = texts.map(text => sql`nullif(${text}, '')`)
  return sql`coalesce(${join(type === 'string' ? [...present, literal('')] : present)})`
}

/** Times with AM or PM as the portals export them, `3/2/2026, 9:30:00.123 AM` and `Mar 2, 2026 9:30:00 AM`, and their formats. */
const clockForm = String.raw`(?:[0-9]{1,2}/[0-9]{1,2}/[12][0-9]{3},|[A-Z][a-z]{2} [0-9]{1,2}, [12][0-9]{3}) (?:0?[1-9]|1[0-2]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})? [AP]M`

const clockFormats = ['%m/%d/%Y,', '%b %d, %Y'].flatMap(date => [`${date} %I:%M:%S.%f %p`, `${date} %I:%M:%S %p`])

/** Raises an error for a day that does not exist. */
const clockTime = (text: Sql): Sql => sql`strptime(${text}, [${join(clockFormats.map(literal))}])`

/** The cell of a column that every row must have. */
export const certainly = (cell: Sql): Sql => sql`coalesce(${cell}, ${misfit})`

/**
 * What `readCell` of the fixtures returns for a value, where that is certain. `text` is the value as the database's JSON reader
 * returns it: the content of a string, the compact text of anything else, NULL for null. Rare texts that need more care (dates
 * without a time, offsets) end the reading. Types that logs hardly ever contain are missing.
 */
export const fileCell: Readonly<Partial<Record<ColumnType, (text: Sql) => Sql>>> = {
  string: text => text,
  dynamic: text => text,
  bool: text =>
    cellOf(text, sql`WHEN lower(${text}) IN ('true', '1') THEN TRUE WHEN lower(${text}) IN ('false', '0') THEN FALSE`),
  int: wholeNumber('int'),
  long: wholeNumber('long'),
  real: text =>
    cellOf(
      text,
      sql`WHEN regexp_full_match(${text}, '[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?')
        THEN CAST(${text} AS DOUBLE)`,
    ),
  // Where microseconds have to do, the last of seven digits is added separately.
  datetime: text =>
    cellOf(
      text,
      sql`WHEN ${hasUsualForm(text)}
      THEN epoch_ns(CAST(${text} AS TIMESTAMP_NS)) // 100 + 621355968000000000
      WHEN suffix(${text}, 'M') AND regexp_full_match(${text}, ${literal(clockForm)})
      THEN epoch_us(${clockTime(text)}) * 10 + 621355968000000000
      WHEN ${text} > '0001' AND regexp_full_match(${text},
        '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,7})?(?:Z|\\+00:00)?')
      THEN epoch_us(CAST(${text} AS TIMESTAMP)) * 10 + 621355968000000000
        + CASE WHEN ${text}[27] BETWEEN '0' AND '9' THEN ascii(${text}[27]) - 48 ELSE 0 END`,
    ),
  guid: text =>
    cellOf(
      text,
      sql`WHEN regexp_full_match(${text}, '(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}') THEN CAST(${text} AS UUID)`,
    ),
}
