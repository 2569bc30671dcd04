/**
 * A value of a table. What JavaScript has no exact value for is text: a long past 2^53 and every decimal in digits, `NaN`,
 * `Infinity`, a datetime as `2026-03-02T10:00:00.0000000Z`, a timespan as `1.02:03:04.5000000`, a guid. A dynamic is what
 * `JSON.parse` gives.
 */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value }

/** The types of KQL's columns. */
export type ColumnType =
  | 'bool'
  | 'datetime'
  | 'decimal'
  | 'dynamic'
  | 'guid'
  | 'int'
  | 'long'
  | 'real'
  | 'string'
  | 'timespan'

export interface Column {
  readonly name: string
  readonly type: ColumnType
}

/** Typed rows: what tables are given as, and what a query answers. */
export interface Table {
  readonly columns: readonly Column[]
  /** A cell for each column. */
  readonly rows: readonly (readonly Value[])[]
}

/** What queries read, all by name. Tables of Log Analytics that are not given are empty. */
export interface Data {
  /** A table of its own columns; or the path of a file in any format of recorded logs, for a table of Log Analytics. */
  readonly tables?: { readonly [name: string]: Table | string }
  /** By alias. */
  readonly watchlists?: { readonly [alias: string]: Watchlist }
  readonly functions?: { readonly [name: string]: StoredFunction }
  /** By URL, what `externaldata` reads for it: the path of a file, or a text. Nothing is fetched. */
  readonly externalData?: { readonly [url: string]: string | { readonly text: string } }
}

/** A CSV file, or its rows; every column is a string. */
export type Watchlist =
  | { readonly file: string; readonly searchKey: string }
  | {
      readonly columns: readonly string[]
      readonly rows: readonly (readonly string[])[]
      readonly searchKey: string
    }

/** A function that queries may call. */
export interface StoredFunction {
  /** As KQL writes them: `(window:timespan, limit:long = 10)`; default: none. */
  readonly parameters?: string
  readonly body: string
}
