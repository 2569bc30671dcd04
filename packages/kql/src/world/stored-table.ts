/** A table of the database: its name there, and the KQL names of its numbered columns. */
export interface StoredTable {
  readonly name: string
  readonly columns: readonly string[]
}

/** The key of a stored watchlist; no KQL name can be equal to it. */
export const watchlistTable = (alias: string): string => `watchlist ${alias}`

/** The key of a stored file; no KQL name can be equal to it. */
export const externalTable = (url: string): string => `file ${url}`

/** Name of the stored column that holds when a row was ingested. */
export const ingestionColumn = 'ingested'

/** Stored columns are numbered: KQL tells names apart by case, the database does not (semantics 9.6). */
export const storedColumn = (position: number): string => `c${position}`
