import { type ColumnType, columnTypes } from '@tripline/schemas'
import { flattened, isRunValue, type Sql } from '../emit/sql.ts'
import type { QueryDiagnostic, QueryErrorKind } from '../query-world.ts'
import type { PreparedQuery, RunnableQuery, StageRows } from './prepared-query.ts'

/** A compilation as plain data. The stage's rest is kept under a key of its own. */
export interface KeptQuery extends Pick<PreparedQuery, 'diagnostics'> {
  readonly query?: KeptSql
  readonly stage?: KeptSql
}

interface KeptSql extends Pick<RunnableQuery, 'sql' | 'columns'> {
  readonly guarded: Sql
}

export const keep = ({ query, stage, diagnostics }: PreparedQuery): KeptQuery => ({
  ...(query && { query: keepSql(query) }),
  ...(stage && { stage: keepSql(stage.query) }),
  diagnostics,
})

const keepSql = ({ sql, guarded, columns }: RunnableQuery): KeptSql => ({
  sql: flattened(sql),
  guarded: flattened(guarded()),
  columns,
})

/** Ready to run; `next` says what follows from the rows of its stage. */
export const revive = (
  { query, stage, diagnostics }: KeptQuery,
  next: (rows: StageRows) => PreparedQuery | Promise<PreparedQuery>,
): PreparedQuery => ({
  ...(query && { query: reviveSql(query) }),
  ...(stage && { stage: { query: reviveSql(stage), next } }),
  diagnostics,
})

const reviveSql = ({ sql, guarded, columns }: KeptSql): RunnableQuery => ({ sql, guarded: () => guarded, columns })

/** Whether what a file held is such data; files are not ours alone. */
export const isKeptQuery = (value: unknown): value is KeptQuery =>
  isRecord(value) &&
  (value.query === undefined || isKeptSql(value.query)) &&
  (value.stage === undefined || isKeptSql(value.stage)) &&
  isListOf(value.diagnostics, isDiagnostic)

const isKeptSql = (value: unknown): value is KeptSql =>
  isRecord(value) && isFlatSql(value.sql) && isFlatSql(value.guarded) && isListOf(value.columns, isColumn)

const isFlatSql = (value: unknown): boolean =>
  isRecord(value) && isListOf(value.parts, part => typeof part === 'string' || (isRecord(part) && isRunValue(part.run)))

const isColumn = (value: unknown): boolean =>
  isRecord(value) && typeof value.name === 'string' && columnTypes.includes(value.type as ColumnType)

const kinds: readonly QueryErrorKind[] = ['syntax', 'semantic', 'unsupported', 'runtime', 'internal']
const severities: readonly QueryDiagnostic['severity'][] = ['error', 'warning', 'info']

const isDiagnostic = (value: unknown): boolean =>
  isRecord(value) &&
  kinds.includes(value.kind as QueryErrorKind) &&
  severities.includes(value.severity as QueryDiagnostic['severity']) &&
  [value.code, value.message, value.fix ?? ''].every(text => typeof text === 'string') &&
  [value.start, value.end].every(Number.isSafeInteger)

const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
