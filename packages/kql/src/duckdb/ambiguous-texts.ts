import type { DuckDBConnection } from '@duckdb/node-api'
import { empty, integer, join, name, render, type Sql, sql } from '../sql/sql.ts'
import { DuckDBDataChunk, VARCHAR } from './driver.ts'
import { type DynamicText, dynamicCell, isUncertain, longText, nestedCell } from './dynamic-text.ts'
import { unusualTexts } from './unusual-texts.ts'

/**
 * The database's reader does not say whether a text that begins like an array or a bag was a JSON string, or an array or a bag
 * that it wrote out. Only JSON that the database writes back unchanged can be the latter.
 */
const maybeNested = (text: Sql): Sql => sql`CASE WHEN json_valid(${text}) THEN json(${text}) = ${text} ELSE FALSE END`

/** How arrays and bags begin when the database writes them. It skips row groups in which no text begins like that. */
const nestedStarts = [
  (text: Sql) => sql`${text} >= '{' AND ${text} < '|' AND regexp_matches(${text}, '^\\{["}]')`,
  (text: Sql) => sql`${text} >= '[' AND ${text} < '\\' AND regexp_matches(${text}, '^\\[[]\\[{"0-9tfnNiI-]')`,
]

/** Whether the cells of string columns are certain, that is, the same whether or not they were written as strings. */
export async function stringsAreCertain(
  connection: DuckDBConnection,
  rows: Sql,
  columns: readonly Sql[],
): Promise<boolean> {
  const searches = columns.flatMap((column, index) =>
    nestedStarts.map(begins => sql`(SELECT ${integer(index)} FROM ${rows} WHERE ${begins(column)} LIMIT 1)`),
  )
  if (searches.length === 0) return true
  const found = await connection.runAndReadAll(render(join(searches, ' UNION ALL '), {}))
  for (const column of new Set(found.getRows().map(([index]) => columns[Number(index)]!))) {
    const begins = join(
      nestedStarts.map(start => start(column)),
      ' OR ',
    )
    const query = sql`SELECT text FROM (SELECT DISTINCT ${column} AS text FROM ${rows} WHERE ${begins}) WHERE ${maybeNested(sql`text`)}`
    const texts = (await connection.runAndReadAll(render(query, {}))).getRows() as [string][]
    if (texts.some(([text]) => nestedCell(text) !== text)) return false
  }
  return true
}

/**
 * Bags of simple values without escapes, in the form of dynamic cells: their numbers are whole and have only one spelling. Only
 * repeated keys are still possible. A text that does not match may still be such a cell.
 */
const isFlatBag = (
  text: Sql,
  form: DynamicText,
): Sql => sql`${text} >= '{' AND ${text} < '|' AND strlen(${text}) < ${integer(longText)}
  AND NOT contains(${text}, '\\') AND NOT contains(${text}, '[') AND ${text} NOT LIKE '{%{%'${form === 'json' ? empty : sql` AND ${maybeNested(text)}`}
  AND NOT regexp_matches(${text}, ':(?:-?[0-9]{16}|-?[0-9]+[.eE]|-0|-?(?i:nan|inf))')`

/** A text that is not the dynamic cell that it stands for, and that cell. */
export type TextChange = readonly [text: string, cell: string | null]

/** Turns the texts of a dynamic column into dynamic cells. False if one of them is not certain. */
export async function normalizeDynamic(
  connection: DuckDBConnection,
  rows: Sql,
  column: Sql,
  form: DynamicText = 'content',
): Promise<boolean> {
  const changes = await changesOfDynamic(connection, rows, column, form)
  if (changes) await replaceTexts(connection, rows, column, changes)
  return changes !== undefined
}

/** What all changes of a column may take, since they are in memory at once: half of the smallest usual heap (bytes). */
const mostChanged = 2 ** 30

/** Estimated memory of a change besides the contents of its texts (bytes). */
const changeSize = 128

/** What has to change in a dynamic column of texts; undefined if one of them is not certain, or if it is too much. */
export async function changesOfDynamic(
  connection: DuckDBConnection,
  rows: Sql,
  column: Sql,
  form: DynamicText = 'content',
): Promise<readonly TextChange[] | undefined> {
  const text = name('text')
  const unusual = await unusualTexts(connection, rows, column, form)
  const isUnusual = unusual ? sql` AND ${unusual}` : empty
  // The database would push a WHERE of what is asked of each text below the DISTINCT, and ask it of every row.
  const query = sql`SELECT keys, CASE WHEN keys IS NULL THEN ${text} END FROM
    (SELECT ${text}, CASE WHEN ${isFlatBag(text, form)} THEN json_keys(${text}) END AS keys FROM
      (SELECT DISTINCT ${column} AS ${text} FROM ${rows} WHERE ${column} IS NOT NULL${isUnusual})) GROUP BY ALL`
  const result = await connection.stream(render(query, {}))
  const changes: TextChange[] = []
  let changed = 0
  // There may be as many texts as rows, so they are never all in memory.
  for await (const chunk of result.yieldRows()) {
    for (const [keys, text] of chunk as [TextList | null, string | null][]) {
      if (keys && new Set(keys.items).size < keys.items.length) return undefined
      if (text === null) continue
      if (isUncertain(text)) return undefined
      const cell = dynamicCell(text, form)
      if (cell === text) continue
      changed += changeSize + Buffer.byteLength(text) + Buffer.byteLength(cell ?? '')
      if (changed > mostChanged) return undefined
      changes.push([text, cell])
    }
  }
  return changes
}

interface TextList {
  readonly items: readonly string[]
}

const chunkRows = 2048

export async function replaceTexts(
  connection: DuckDBConnection,
  rows: Sql,
  column: Sql,
  changes: readonly TextChange[],
): Promise<void> {
  if (changes.length === 0) return
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
