import type { Answer } from '../http/answer.ts'
import { errorDocument, type KustoError } from './kusto-error.ts'
import { type KustoTable, madeTable, netTypes } from './kusto-table.ts'

/** A table, or the error that ended it. */
export type Primary = KustoTable | KustoError

/** What answers repeat about their request. */
export interface Exchanged {
  readonly clientRequestId: string
  readonly at: string
}

const isError = (primary: Primary): primary is KustoError => 'status' in primary

const visualization = JSON.stringify({ Visualization: null, Title: null, IsQuerySorted: false, Kind: null })
const done = 'Query completed successfully'
const nobody = '00000000-0000-0000-0000-000000000000'

/** The answer in version 1: tables, the last of which lists the others. A command has its table alone. */
export function answerV1(primary: Primary, { clientRequestId, at }: Exchanged, isCommand = false): Answer {
  if (isCommand && !isError(primary)) return json(`{"Tables":[${tableV1(primary, 0)}]}`)
  const error = isError(primary) ? primary : undefined
  const state = error ? [2, 'Error', -2133196797, error.message] : [4, 'Info', 0, done]
  const tables = [
    isError(primary) ? { columns: [], rows: [] } : primary,
    madeTable('Value', [[visualization]]),
    madeTable(
      'Timestamp:datetime Severity:int SeverityName StatusCode:int StatusDescription Count:int RequestId:guid ActivityId:guid SubActivityId:guid ClientActivityId',
      [[at, ...state, 1, nobody, nobody, nobody, clientRequestId]],
    ),
    madeTable('Ordinal:long Kind Name Id PrettyName', [
      [0, 'QueryResult', result, nobody, ''],
      [1, 'QueryProperties', '@ExtendedProperties', nobody, ''],
      [2, 'QueryStatus', 'QueryStatus', nobody, ''],
    ]),
  ]
  const exceptions = error ? `,"Exceptions":${JSON.stringify([error.message])}` : ''
  return json(`{"Tables":[${tables.map(tableV1).join()}]${exceptions}}`)
}

function tableV1({ columns, rows }: KustoTable, index: number): string {
  const heading = columns.map(({ name, type }) => ({ ColumnName: name, DataType: netTypes[type], ColumnType: type }))
  return `{"TableName":"Table_${index}","Columns":${JSON.stringify(heading)},"Rows":[${rows.join()}]}`
}

/** The answer in version 2: frames. Those of a query that had to end tell of its error. */
export function answerV2(primary: Primary, exchanged: Exchanged, isFragmented: boolean): Answer {
  const error = isError(primary) ? primary : undefined
  const errors = error && { OneApiErrors: [errorDocument(error, exchanged.clientRequestId)] }
  // Instead of the rows that did not come, the table has the error.
  const table = isError(primary) ? { columns: [], rows: [JSON.stringify(errors)] } : primary
  const frames = [
    JSON.stringify({ FrameType: 'DataSetHeader', IsProgressive: false, Version: 'v2.0', IsFragmented: isFragmented }),
    dataTable(0, 'QueryProperties', '@ExtendedProperties', properties),
    ...(isFragmented && !error ? fragments(table) : [dataTable(1, result, result, table)]),
    dataTable(2, completion, completion, completed(error, exchanged)),
    JSON.stringify({
      FrameType: 'DataSetCompletion',
      HasErrors: error !== undefined,
      Cancelled: false,
      ...errors,
    }),
  ]
  return json(`[${frames.join(',\n')}]`)
}

const completion = 'QueryCompletionInformation'
const result = 'PrimaryResult'
const properties = madeTable('TableId:int Key Value:dynamic', [[1, 'Visualization', visualization]])

const completed = (error: KustoError | undefined, { clientRequestId, at }: Exchanged): KustoTable => {
  const state = error
    ? [2, 'Error', -2133196797, error.code, 1, 'QueryLimitsExceeded', error.message]
    : [4, 'Info', 0, 'S_OK (0)', 4, 'QueryInfo', done]
  const text = JSON.stringify({ Count: 1, Text: state.at(-1) })
  return madeTable(
    'Timestamp:datetime ClientRequestId ActivityId:guid SubActivityId:guid ParentActivityId:guid Level:int LevelName StatusCode:int StatusCodeName EventType:int EventTypeName Payload',
    [[at, clientRequestId, nobody, nobody, nobody, ...state.slice(0, -1), text]],
  )
}

const headingV2 = ({ columns }: KustoTable) => columns.map(({ name, type }) => ({ ColumnName: name, ColumnType: type }))

function dataTable(id: number, kind: string, name: string, table: KustoTable): string {
  const { rows } = table
  const frame = { FrameType: 'DataTable', TableId: id, TableKind: kind, TableName: name, Columns: headingV2(table) }
  return `${JSON.stringify(frame).slice(0, -1)},"Rows":[${rows.join()}]}`
}

/** Rows of one piece. */
const piece = 10_000

function fragments(table: KustoTable): readonly string[] {
  const named = { TableId: 1, TableKind: result, TableName: result }
  const pieces = Array.from({ length: Math.ceil(table.rows.length / piece) }, (_, index) =>
    table.rows.slice(index * piece, (index + 1) * piece),
  )
  return [
    JSON.stringify({ FrameType: 'TableHeader', ...named, Columns: headingV2(table) }),
    ...pieces.map(
      rows => `{"FrameType":"TableFragment","TableFragmentType":"DataAppend","TableId":1,"Rows":[${rows.join()}]}`,
    ),
    JSON.stringify({ FrameType: 'TableCompletion', TableId: 1, RowCount: table.rows.length }),
  ]
}

const json = (raw: string): Answer => ({
  status: 200,
  raw,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
})
