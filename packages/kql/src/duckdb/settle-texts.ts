import { type DuckDBConnection, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api'
import { join, name, render, type Sql, sql } from '../emit/sql.ts'
import { type Json, jsonCell, parseJson, writeJson } from '../udf/json.ts'

/**
 * A text of the database's reader is either what a JSON string holds or what the reader made of another value, and which of
 * the two it does not tell. Only JSON that the database writes the same again can be the latter: arrays and bags, and
 * numbers, of which those that no BIGINT or DOUBLE holds stay as they are.
 */
const maybeNested = (text: Sql): Sql => sql`CASE WHEN NOT json_valid(${text}) THEN FALSE
  WHEN ${text}[1] IN ('[', '{') THEN json(${text}) = ${text}
  ELSE regexp_full_match(${text}, '-?[0-9]+')
    OR coalesce(CAST(TRY_CAST(${text} AS DOUBLE) AS VARCHAR) IN (${text}, 'inf', '-inf', 'nan'), TRUE) END`

/**
 * How arrays and bags begin as the database writes them, and numbers that may be spelled otherwise: beyond 64 bits, of more
 * than 15 digits with a fraction, with an exponent, and what the reader takes for numbers beyond JSON.
 */
const otherThanText = sql`'^(?:\\{["}]|\\[[]\\[{"0-9tfnNiI-]|-?(?:[0-9]{20}|9(?:2[2-9]|[3-9][0-9])[0-9]{16}|[0-9]+\\.[0-9]{10}|[0-9]{7,}\\.[0-9]|[0-9][0-9.]*[eE]|(?i:nan|inf|infinity)$))'`

/**
 * Whether a text may be what the reader made of another value, and not what that value is. Most texts have another first
 * letter, which is found at once; hexadecimal ones are no numbers.
 */
const maybeOtherThanText = (text: Sql): Sql =>
  sql`((${text} < ':' AND ${text} >= '-' AND NOT (${text} >= '0x' AND ${text} < '0y')
    OR ${text} >= 'I' AND (${text} < 'J' OR ${text} >= 'N' AND (${text} < 'O' OR ${text} >= '[' AND (${text} < '\\'
    OR ${text} >= 'i' AND (${text} < 'j' OR ${text} >= 'n' AND (${text} < 'o' OR ${text} >= '{'))))))
    AND regexp_matches(${text}, ${otherThanText}))`

/** Whether cells of string columns are certain: they are even if they were not written as strings. */
export async function stringsAreCertain(
  connection: DuckDBConnection,
  rows: Sql,
  columns: readonly Sql[],
): Promise<boolean> {
  if (columns.length === 0) return true
  const anywhere = sql`SELECT 1 FROM ${rows} WHERE ${join(columns.map(maybeOtherThanText), ' OR ')} LIMIT 1`
  if ((await connection.runAndReadAll(render(anywhere, {}))).currentRowCount === 0) return true
  const found = columns.map(column => sql`bool_or(${maybeOtherThanText(column)})`)
  const answer = await connection.runAndReadAll(render(sql`SELECT ${join(found)} FROM ${rows}`, {}))
  const doubtful = columns.filter((_, index) => answer.value(index, 0))
  for (const column of doubtful) {
    const query = sql`SELECT DISTINCT ${column} FROM ${rows}
      WHERE ${maybeOtherThanText(column)} AND ${maybeNested(column)}`
    const texts = (await connection.runAndReadAll(render(query, {}))).getRows() as [string][]
    if (texts.some(([text]) => nestedCell(text) !== text)) return false
  }
  return true
}

/** Makes the texts of a dynamic column what dynamic cells are. False when one of them is not certain. */
export async function settleDynamic(connection: DuckDBConnection, rows: Sql, column: Sql): Promise<boolean> {
  const query = sql`SELECT ${column}, ${maybeNested(column)} FROM
    (SELECT DISTINCT ${column} FROM ${rows} WHERE ${column} IS NOT NULL)`
  const texts = (await connection.runAndReadAll(render(query, {}))).getRows() as [string, boolean][]
  const changes: [string, string | null][] = []
  for (const [text, nested] of texts) {
    const value = parseJson(text)
    const deep = value === undefined || text.length >= 1000
    if (nested && deep && nestedCell(text) === undefined) return false
    const cell = text === '' ? null : value === undefined ? writeJson(text) : jsonCell(value)
    if (cell !== text) changes.push([text, cell])
  }
  if (changes.length > 0) await replaceTexts(connection, rows, column, changes)
  return true
}

/** The text of a value inside an object; undefined when it is no JSON there, being too deep for one. */
function nestedCell(text: string): string | undefined {
  const array = parseJson(`[${text}]`) as Json[] | undefined
  return array && writeJson(array[0]!)
}

const chunkRows = 2048

async function replaceTexts(
  connection: DuckDBConnection,
  rows: Sql,
  column: Sql,
  changes: readonly (readonly [string, string | null])[],
): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE changes (old VARCHAR, new VARCHAR)')
  const appender = await connection.createAppender('changes')
  for (let start = 0; start < changes.length; start += chunkRows) {
    const slice = changes.slice(start, start + chunkRows)
    const chunk = DuckDBDataChunk.create([VARCHAR, VARCHAR], slice.length)
    chunk.setColumns([slice.map(([old]) => old), slice.map(([, cell]) => cell)])
    appender.appendDataChunk(chunk)
  }
  appender.flushSync()
  appender.closeSync()
  const update = sql`UPDATE ${rows} SET ${column} = ${name('new')} FROM ${name('changes')} WHERE ${column} = ${name('old')}`
  await connection.run(render(sql`${update}; DROP TABLE changes`, {}))
}
