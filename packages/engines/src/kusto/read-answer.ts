import { decodeCell } from '@tripline/fixtures'
import { type Cell, decimalOfText, type Json, parseJson, Real, type Rows } from '@tripline/kql/engine'
import { type Column, columnTypes } from '@tripline/schemas'
import { type RemoteAnswer, refused } from '../remote-engine.ts'

type Members = Extract<Json, Map<string, Json>>

const isMembers = (value: Json | undefined): value is Members => value instanceof Map

/**
 * Reads an answer of version 2 (https://learn.microsoft.com/kusto/api/rest/response-v2), number by number as it was written. One
 * that tells of an error anywhere has no rows, even if some came.
 */
export function readKustoAnswer(text: string): RemoteAnswer {
  const frames = parseJson(text)
  if (!Array.isArray(frames) || !frames.every(isMembers)) return unreadable
  const error = frames.flatMap(errorsIn)[0]
  if (error !== undefined)
    return refused(/E_QUERY_RESULT_SET_TOO_LARGE|limit/i.test(error) ? 'limit' : 'refused', error)
  const tables = frames.filter(frame => frame.get('TableKind') === 'PrimaryResult')
  if (tables.length > 1) return refused('refused', 'the query has several results')
  const rows = tables[0] && readTable(tables[0])
  const isWhole = frames.some(frame => frame.get('FrameType') === 'DataSetCompletion')
  return rows && isWhole ? { ok: true, rows } : unreadable
}

const unreadable = refused('unreachable', 'the answer cannot be read')

/** The messages of a frame: of a data set that failed, of a row in the place of others, of a status. */
function errorsIn(frame: Members): readonly string[] {
  const rows = frame.get('Rows')
  const among = [frame, ...(Array.isArray(rows) ? rows.filter(isMembers) : [])]
  const reported = among.flatMap(one => oneApiErrors(one.get('OneApiErrors')))
  if (reported.length > 0) return reported
  if (frame.get('HasErrors') === true) return ['the query failed']
  return frame.get('TableKind') === 'QueryCompletionInformation' && Array.isArray(rows) ? statusErrors(frame, rows) : []
}

function oneApiErrors(errors: Json | undefined): readonly string[] {
  if (!Array.isArray(errors)) return []
  return errors.map(one => {
    const error = isMembers(one) ? one.get('error') : undefined
    return messageOf(error)
  })
}

/** The message of a `OneApi` error. */
export function messageOf(error: Json | undefined): string {
  const written = isMembers(error) ? (error.get('@message') ?? error.get('message')) : undefined
  return typeof written === 'string' ? written : 'the query failed'
}

/** Levels up to 2 are errors. */
function statusErrors(frame: Members, rows: readonly Json[]): readonly string[] {
  const columns = frame.get('Columns')
  const names = Array.isArray(columns) ? columns.map(column => isMembers(column) && column.get('ColumnName')) : []
  const [level, payload] = [names.indexOf('Level'), names.indexOf('Payload')]
  return rows.flatMap(row =>
    Array.isArray(row) && level >= 0 && Number(row[level]) <= 2 ? [String(row[payload] ?? 'the query failed')] : [],
  )
}

function readTable(table: Members): Rows | undefined {
  const heading = table.get('Columns')
  const written = table.get('Rows')
  if (!Array.isArray(heading) || !Array.isArray(written)) return undefined
  const columns: Column[] = []
  for (const column of heading) {
    const name = isMembers(column) ? column.get('ColumnName') : undefined
    const type = isMembers(column) && columnTypes.find(known => known === column.get('ColumnType'))
    if (typeof name !== 'string' || !type) return undefined
    columns.push({ name, type })
  }
  const rows = written.map(row =>
    Array.isArray(row) && row.length === columns.length
      ? row.map((cell, index) => readCell(cell, columns[index]!.type))
      : [undefined],
  )
  return rows.every(row => !row.includes(undefined)) ? { columns, rows: rows as Rows['rows'] } : undefined
}

/** Decimals here have more digits than the local database holds. */
function readCell(cell: Json, type: Column['type']): Cell | undefined {
  if (type !== 'decimal' || cell === null) return decodeCell(cell, type)
  const text = cell instanceof Real ? (cell.written ?? String(cell.value)) : String(cell)
  return decimalOfText(text) ?? undefined
}
