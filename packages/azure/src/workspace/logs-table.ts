import { isRecord, recordOr } from '@tripline/diagnostics'
import { type ArmAnswer, answered, failed } from '../answer/arm-answer.ts'
import { innermostMessage } from '../answer/service-message.ts'
import { readWireCell, type WireCell } from './logs-cell.ts'

/** A query's primary result. */
export interface LogsTable {
  readonly columns: readonly LogsColumn[]
  readonly rows: readonly (readonly WireCell[])[]
}

interface LogsColumn {
  readonly name: string
  readonly type: string
}

/** The rows of an answer; one that the service calls partial is an error. Dynamic cells can stay the text that they came as. */
export function readLogsTable(body: unknown, dynamicAsText = false): ArmAnswer<LogsTable> {
  const { error, tables } = recordOr(body)
  if (error) {
    const { code = 'PartialError', message = 'the result is partial' } = innermostMessage(body)
    return failed(code, message)
  }
  const { columns, rows } = recordOr(Array.isArray(tables) ? tables[0] : undefined)
  if (!isColumns(columns) || !isRows(rows, columns.length)) {
    return failed('InvalidResponse', 'the query service answered without a table')
  }
  const readers = columns.map(({ type }) => readWireCell(dynamicAsText && type === 'dynamic' ? 'text' : type))
  return answered({
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows: rows.map(row => row.map((cell, index) => readers[index]!(cell))),
  })
}

const isColumns = (value: unknown): value is readonly LogsColumn[] =>
  Array.isArray(value) &&
  value.every(column => isRecord(column) && typeof column.name === 'string' && typeof column.type === 'string')

const isRows = (value: unknown, width: number): value is readonly (readonly unknown[])[] =>
  Array.isArray(value) && value.every(row => Array.isArray(row) && row.length === width)
