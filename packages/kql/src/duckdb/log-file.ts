import type { DuckDBConnection } from '@duckdb/node-api'
import type { FilePath } from '@tripline/files'
import type { Table } from '@tripline/schemas'
import type { Sql } from '../sql/sql.ts'
import type { ScannedFile } from './scanned-file.ts'

/**
 * How unpacked rows are written: an object per line, an array of objects, objects one after the other, an array of arrays with the
 * values of all keys, records under a header, or Parquet.
 */
export type LogFormat = 'jsonl' | 'json' | 'objects' | 'cells' | 'csv' | 'parquet'

/** The column of a key, if it is one; of several keys of a column, the lowest that has a value counts. */
export interface KeyedColumn {
  readonly column: string | undefined
  readonly rank?: number
}

/** Where the table is that the parts of a log are stored in. */
export type PartsFor = 'memory' | 'file'

/**
 * Writes the rows of a log, from the first, into files that the database reads. Those of a group are read at once, each by a
 * thread; they may be overwritten once the next group is asked for. By default, they suit a table in memory. Throws if the log
 * cannot be read to its end.
 */
export type LogParts = (table?: PartsFor) => AsyncIterable<readonly FilePath[]>

/** A file of recorded rows. */
export interface LogFile {
  readonly format: LogFormat
  /** Its columns, including open ones. */
  readonly table: Table
  readonly file: FilePath
  /** Present if the database reads the rows, which are JSON, from these instead. */
  readonly parts?: LogParts
  /** Of lines of JSON: how much a thread reads at once (bytes); by default what suits tables in memory. */
  readonly piece?: number | undefined
  /**
   * The names under which the file has values, columns or not: for cells, CSV and Parquet all of them, in order; for JSON those of
   * the objects at its start. A key of JSON that occurs only later must be a column.
   */
  readonly keys: readonly string[]
  /** Those of its keys of JSON that have arrays or bags at its start, and no other values but null. */
  readonly nested?: ReadonlySet<string>
  /** The column whose values a key has; by default that of its name. */
  readonly columnOf?: (key: string) => KeyedColumn
  /** The key of an object in JSON whose members are keys themselves, as `<key>.<member>`. */
  readonly unfolds?: string
  /** The text of a missing value in columns of other types than string. */
  readonly missing?: string
  /** A key of JSON that must be there, and the values that it may have. */
  readonly expects?: { readonly key: string; readonly values: readonly string[] }
  /** What separates the cells of CSV; by default a comma. */
  readonly separator?: ',' | ';' | '\t'
  /** Of CSV in parts: how many separators are between the cells of the records written so far. */
  readonly separators?: () => number
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

/** A row may have this besides its columns, which only the careful reader reads. */
const ingestionTime = '_IngestionTime'

/** The keys of each column, the one that counts first before the others; undefined if it is not certain which counts. */
export function keysByColumn(
  file: LogFile,
  keys: readonly string[],
): ReadonlyMap<string, readonly string[]> | undefined {
  const columns = new Set(file.table.columns.map(({ name }) => name))
  const byColumn = new Map<string, { readonly key: string; readonly rank: number }[]>()
  for (const key of keys) {
    const { column, rank = 0 } = file.columnOf?.(key) ?? { column: key }
    if (column === ingestionTime) return undefined
    if (column === undefined || !columns.has(column)) continue
    const others = byColumn.get(column) ?? []
    if (others.some(other => other.rank === rank)) return undefined
    byColumn.set(
      column,
      [...others, { key, rank }].sort((one, other) => one.rank - other.rank),
    )
  }
  return new Map([...byColumn].map(([column, own]) => [column, own.map(({ key }) => key)]))
}

/**
 * The columns of a file whose values the database reads as JSON, in which a string has its quotes: dynamic ones of a single key,
 * nested at the start of the file. It reads other values as text: the content of a string, the compact text of anything else.
 */
export function columnsOfJson(
  { format, table, nested }: LogFile,
  keys: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const isNested = (own: readonly string[] = []) => own.length === 1 && nested?.has(own[0]!)
  const found = table.columns.filter(({ name, type }) => type === 'dynamic' && isNested(keys.get(name)))
  return new Set(format === 'cells' ? [] : found.map(({ name }) => name))
}

/** The database treats some characters of a path as patterns. */
export const isPattern = (path: string): boolean => /[*?[\]{}\\]/.test(path)
