/** A table of the database: its name there, and the KQL names of its numbered columns. */
export interface StoredTable {
  readonly name: string
  readonly columns: readonly string[]
}

/** The key of a stored watchlist, which cannot equal a KQL name. */
export const watchlistTable = (alias: string): string => `watchlist ${alias}`

/** The key of a stored file, which cannot equal a KQL name. */
export const externalTable = (url: string): string => `file ${url}`

/** Whether rows are what a function answers, or of another workspace; wildcards and searches do not see them. */
export const isApart = (table: string): boolean => table.includes('(')

/** The name of the stored column that holds the ingestion time of a row. */
export const ingestionColumn = 'ingested'

/** The name of the column that numbers the rows. */
export const rowColumn = 'rowid'

/** Stored columns are numbered, because KQL distinguishes names by case and the database does not (semantics 9.6). */
export const storedColumn = (position: number): string => `c${position}`

/** The positions of the numbered columns among names of stored columns, in their order. */
export const storedPositions = (names: ReadonlySet<string>): readonly number[] =>
  Array.from(names, name => (name.startsWith('c') ? Number(name.slice(1)) : -1))
    .filter(position => position >= 0)
    .sort((a, b) => a - b)

/** Whether a name is that of a stored column. */
export const isStoredColumn = (name: string): boolean =>
  name === ingestionColumn || name === rowColumn || /^c\d+$/.test(name)
