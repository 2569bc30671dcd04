import type { DuckDBConnection } from '@duckdb/node-api'
import { name, type Sql, type StoredRows } from '../sql/sql.ts'
import type { LogTable, TypedTable } from '../world/dataset.ts'
import { ingestionColumn, rowColumn, storedColumn } from '../world/stored-table.ts'
import { loadTable } from './load-table.ts'
import { logRows, partColumns, type RowsOfPart } from './log-rows.ts'
import { type PassedRows, passedRows } from './passed-rows.ts'

/** Tables of one connection. */
export interface OwnTables {
  /** Makes rows readable. */
  load(rows: readonly StoredRows[]): Promise<ReadableRows>
  /** Whether the connection has a table. */
  readonly areLoaded: boolean
}

/** How a statement reads rows. */
export interface ReadableRows {
  /** What stands for them in FROM, unless they are not rows of these tables. */
  readonly from: (rows: StoredRows) => Sql | undefined
  /** Those that are passed to the statement, by the names under which it reads them. */
  readonly given: ReadonlyMap<string, PassedRows>
  /** Whether it reads no others. */
  readonly areGiven: boolean
}

/**
 * A few rows are passed to each statement that reads them, which costs less than a table. Others become a table of the columns
 * that the query reads; only if another one reads further columns does a table of all columns follow. Stored logs are read from
 * their files. `files`: the database's names for those.
 */
export function ownTables(
  connection: DuckDBConnection,
  tables: ReadonlyMap<string, TypedTable | LogTable>,
  files: ReadonlyMap<string, string>,
): OwnTables {
  const created = new Map<string, { readonly columns: ReadonlySet<string>; readonly table: string }>()

  async function loaded(stored: string, content: TypedTable, columns: ReadonlySet<string>): Promise<string> {
    const before = created.get(stored)
    if (before && [...columns].every(column => before.columns.has(column))) return before.table
    const wanted = before ? allColumns(content) : columns
    const table = before ? `${stored} whole` : stored
    await loadTable(connection, table, content, wanted)
    created.set(stored, { columns: wanted, table })
    return table
  }

  async function typedRows(stored: string, content: TypedTable, columns: ReadonlySet<string>, given: Given) {
    const few = passedRows(content, columns)
    if (few) given.set(stored, few)
    return name(few ? stored : await loaded(stored, content, columns))
  }

  async function allRows(stored: string, content: LogTable, columns: ReadonlySet<string>, given: Given) {
    const parts: RowsOfPart[] = []
    for (const [index, part] of content.parts.entries()) {
      if ('log' in part) parts.push({ part, file: files.get(part.log.file)! })
      else {
        const wanted = partColumns(part, content.table, columns)
        parts.push({ part, from: await typedRows(`${stored} part ${index}`, part, wanted, given) })
      }
    }
    return logRows(content.table, parts, columns)
  }

  return {
    async load(rows) {
      const from = new Map<string, Sql>()
      const given: Given = new Map()
      const wanted = columnsRead(rows)
      for (const [stored, columns] of wanted) {
        const content = tables.get(stored)
        if (!content) continue
        const read =
          'parts' in content ? allRows(stored, content, columns, given) : typedRows(stored, content, columns, given)
        from.set(stored, await read)
      }
      const areGiven = [...wanted.keys()].every(stored => given.has(stored))
      return { from: ({ table }) => from.get(table), given, areGiven }
    },
    get areLoaded() {
      return created.size > 0
    },
  }
}

type Given = Map<string, PassedRows>

type ColumnsByTable = ReadonlyMap<string, ReadonlySet<string>>

/** By the rows that a query reads, which are the same list whenever it runs. */
const known = new WeakMap<readonly StoredRows[], ColumnsByTable>()

function columnsRead(rows: readonly StoredRows[]): ColumnsByTable {
  const columns = known.get(rows) ?? columnsByTable(rows)
  known.set(rows, columns)
  return columns
}

function columnsByTable(rows: readonly StoredRows[]): ColumnsByTable {
  const byTable = new Map<string, Set<string>>()
  for (const { table, columns } of rows) {
    const all = byTable.get(table) ?? new Set()
    for (const column of columns) all.add(column)
    byTable.set(table, all)
  }
  return byTable
}

/** The names of all stored columns of a table. */
export const allColumns = ({ table }: Pick<TypedTable, 'table'>): ReadonlySet<string> =>
  new Set([...table.columns.keys()].map(storedColumn).concat(ingestionColumn, rowColumn))
