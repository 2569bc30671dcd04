import type { Table } from '@tripline/schemas'
import { columnList, datatable, letStatement, nameLiteral, textLiteral } from './given/literal.ts'
import type { TemporaryTable } from './given/temporary-tables.ts'

/** Rows of a table in files of storage, in folders of days: `FOLDER/2026/03/01/part-0001.jsonl.gz`. */
export interface StoredRows {
  readonly table: Table
  /** The URL of its folder. */
  readonly folder: string
  readonly files: readonly StoredFile[]
}

export interface StoredFile {
  /** Such as `2026-03-01`. */
  readonly day: string
  /** The name of the file, without what follows the first dot. */
  readonly stem: string
  /** Which of its rows count; hours such as `2026-03-01T13`. */
  readonly rows: 'all' | { readonly except: readonly string[] } | { readonly only: readonly string[] }
}

/** External tables, and the statement that makes the rows of a table of them, given their names. */
export interface ExternalRows {
  readonly tables: readonly TemporaryTable[]
  readonly statement: (names: readonly string[]) => string
}

const dayColumn = 'tripline_day'

/**
 * External tables over stored rows, one for all files of the same stem, which a prefix of the name selects, and the day by a column
 * that is a part of the path: https://learn.microsoft.com/kusto/management/external-tables-azure-storage.
 */
export function externalRows({ table, folder, files }: StoredRows): ExternalRows {
  const stems = [...new Set(files.map(({ stem }) => stem))].sort()
  const columns = table.columns.map(({ name }) => nameLiteral(name)).join(', ')
  return {
    tables: stems.map(stem => externalTable(table, folder, stem)),
    statement(names) {
      const legs = stems.flatMap((stem, index) =>
        selections(files.filter(file => file.stem === stem)).map(
          condition => `(external_table(${textLiteral(names[index]!)}) | where ${condition})`,
        ),
      )
      const rows =
        legs.length > 0
          ? `union ${legs.join(',\n')} | project ${columns}`
          : datatable({ columns: table.columns, rows: [] })
      return letStatement(table.name, rows)
    },
  }
}

function externalTable({ columns }: Table, folder: string, stem: string): TemporaryTable {
  const partition = `partition by (${dayColumn}:datetime) pathformat=(datetime_pattern("yyyy/MM/dd", ${dayColumn}))`
  const source = `dataformat=json (h@'${folder};impersonate') with (namePrefix=${textLiteral(`${stem}.`)})`
  return {
    made: name => [`.create external table ${name} (${columnList(columns)}) kind=storage ${partition} ${source}`],
    dropped: name => `.drop external table ${name} ifexists`,
  }
}

/** Conditions of which each row that counts fulfils one. */
function selections(files: readonly StoredFile[]): readonly string[] {
  const whole = files.flatMap(({ day, rows }) => (rows === 'all' ? [`datetime(${day})`] : [])).sort()
  // The service does not look into folders of days outside a range.
  const range = `${dayColumn} between (${whole[0]} .. ${whole.at(-1)})`
  const partly = files.flatMap(({ day, rows }) =>
    rows === 'all' ? [] : [`${dayColumn} == datetime(${day}) and ${hourCondition(rows)}`],
  )
  return [...(whole.length > 0 ? [`${range} and ${dayColumn} in (${whole.join(', ')})`] : []), ...partly]
}

/** A row without a time belongs to no hour. */
const hourCondition = (rows: Exclude<StoredFile['rows'], 'all'>): string =>
  'only' in rows
    ? `bin(TimeGenerated, 1h) in (${hourList(rows.only)})`
    : `(isnull(TimeGenerated) or bin(TimeGenerated, 1h) !in (${hourList(rows.except)}))`

const hourList = (hours: readonly string[]): string => hours.map(hour => `datetime(${hour}:00:00Z)`).join(', ')
