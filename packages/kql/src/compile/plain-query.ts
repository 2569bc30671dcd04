import { type ColumnType, columnTypes } from '@tripline/schemas'
import { isComparison } from '../plan/node.ts'
import { flattened, isRunValue, type Sql } from '../sql/sql.ts'
import { type QueryDiagnostic, type QueryErrorKind, queryErrorKinds } from '../world/query-diagnostic.ts'
import { isStoredColumn } from '../world/stored-table.ts'
import type { EmittedQuery, PreparedQuery, StageRows } from './prepared-query.ts'

/** A compilation as plain data, for a file or another thread. What follows from a stage is stored separately. */
export interface PlainQuery extends Pick<PreparedQuery, 'diagnostics'> {
  readonly query?: PlainSql
  readonly stage?: PlainSql
}

interface PlainSql extends Pick<EmittedQuery, 'sql' | 'columns'> {
  /** The form that survives overflow, if it is another. */
  readonly guarded?: Sql
}

export const plain = ({ query, stage, diagnostics }: PreparedQuery): PlainQuery => ({
  ...(query && { query: plainSql(query) }),
  ...(stage && { stage: plainSql(stage.query) }),
  diagnostics,
})

function plainSql({ sql, guarded, columns }: EmittedQuery): PlainSql {
  const other = guarded()
  return { sql: flattened(sql), ...(other !== sql && { guarded: flattened(other) }), columns }
}

/** Makes a compilation usable; `next` compiles what follows from the rows of its stage. */
export const restoreQuery = (
  { query, stage, diagnostics }: PlainQuery,
  next: (rows: StageRows) => PreparedQuery | Promise<PreparedQuery>,
): PreparedQuery => ({
  ...(query && { query: reviveSql(query) }),
  ...(stage && { stage: { query: reviveSql(stage), next } }),
  diagnostics,
})

const reviveSql = ({ sql, guarded = sql, columns }: PlainSql): EmittedQuery => ({
  sql,
  guarded: () => guarded,
  columns,
})

/** Validates data from a file, which may have been written by anyone. */
export const isPlainQuery = (value: unknown): value is PlainQuery =>
  isRecord(value) &&
  (value.query === undefined || isPlainSql(value.query)) &&
  (value.stage === undefined || isPlainSql(value.stage)) &&
  isListOf(value.diagnostics, isDiagnostic)

const isPlainSql = (value: unknown): value is PlainSql =>
  isRecord(value) &&
  isFlatSql(value.sql) &&
  (value.guarded === undefined || isFlatSql(value.guarded)) &&
  isListOf(value.columns, isColumn)

const isFlatSql = (value: unknown): boolean =>
  isRecord(value) &&
  isListOf(
    value.parts,
    part =>
      typeof part === 'string' ||
      (isRecord(part) && (isRunValue(part.run) || isStoredRows(part) || isBound(part) || isChoice(part))),
  )

const isStoredRows = ({ table, columns }: Readonly<Record<string, unknown>>): boolean =>
  typeof table === 'string' && isListOf(columns, isColumnName)

const isChoice = ({ few, many }: Readonly<Record<string, unknown>>): boolean => isFlatSql(few) && isFlatSql(many)

const isColumnName = (name: unknown): boolean => typeof name === 'string' && isStoredColumn(name)

const isBound = ({ table, column, comparison, at }: Readonly<Record<string, unknown>>): boolean =>
  typeof table === 'string' && isColumnName(column) && isComparison(comparison) && isFlatSql(at)

const isColumn = (value: unknown): boolean =>
  isRecord(value) && typeof value.name === 'string' && columnTypes.includes(value.type as ColumnType)

const severities: readonly QueryDiagnostic['severity'][] = ['error', 'warning', 'info']

const isDiagnostic = (value: unknown): boolean =>
  isRecord(value) &&
  queryErrorKinds.includes(value.kind as QueryErrorKind) &&
  severities.includes(value.severity as QueryDiagnostic['severity']) &&
  [value.code, value.message, value.fix ?? ''].every(text => typeof text === 'string') &&
  [value.start, value.end].every(Number.isSafeInteger)

const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
