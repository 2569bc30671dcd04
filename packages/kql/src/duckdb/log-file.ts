import type { DuckDBConnection } from '@duckdb/node-api'
import type { FilePath } from '@tripline/files'
import type { Table } from '@tripline/schemas'
import type { Sql } from '../sql/sql.ts'
import type { ScannedFile } from './scanned-file.ts'

/** How an unpacked file of rows is written: an object per line, an array of objects, records under a header, or Parquet. */
export type LogFormat = 'jsonl' | 'json' | 'csv' | 'parquet'

/** A file of recorded rows. */
export interface LogFile {
  readonly format: LogFormat
  /** Its columns, including open ones. */
  readonly table: Table
  readonly file: FilePath
  /**
   * The names under which the file has values, columns or not: for CSV and Parquet all of them, in order; for JSON those of the
   * objects at its start. A key of JSON that occurs only later must be a column.
   */
  readonly keys: readonly string[]
  /** Whether the file is removed once it has been read. */
  readonly isTemporary: boolean
  /** Ticks from TimeGenerated to ingestion. */
  readonly ingestionDelay?: bigint
}

/** Makes the rows of a file readable as a table or a view that numbers them (`rowid`); undefined if anything is not certain. */
export type RowReader = (connection: DuckDBConnection, rows: Sql, file: LogFile) => Promise<ReadRows | undefined>

export interface ReadRows {
  /** The names of the columns that the file has. */
  readonly keys: ReadonlySet<string>
  /** Present if queries read the file again and again. */
  readonly scanned?: ScannedFile
}

export const timeColumn = 'TimeGenerated'

/** The database treats some characters of a path as patterns. */
export const isPattern = (path: string): boolean => /[*?[\]{}\\]/.test(path)
