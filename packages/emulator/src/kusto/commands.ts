import type { StoredFunction } from '@tripline/kql/compile'
import type { TypedTable } from '@tripline/kql/engine'
import type { Table } from '@tripline/schemas'
import type { WorkspaceNames } from '../state/workspace-logs.ts'
import { commandPattern, groupsIn } from './command-pattern.ts'
import { type KustoTable, madeTable, netTypes } from './kusto-table.ts'

/** A database: a workspace under its name. */
export interface KustoDatabase {
  readonly name: string
  readonly id: string
  readonly names: WorkspaceNames
  /** Tables that clients made. */
  readonly made: readonly TypedTable[]
}

interface Command {
  /** What follows the dot; groups are the arguments of `show`. */
  readonly pattern: RegExp
  /** Undefined if there is no such database or table. */
  show(databases: readonly KustoDatabase[], current: KustoDatabase, given: readonly string[]): KustoTable | undefined
}

const command = (words: string): RegExp => commandPattern(String.raw`${words}\s*;?`)

const tablesOf = ({ names: { catalogue }, made }: KustoDatabase): readonly Table[] => [
  ...catalogue.names.map(table => catalogue.get(table)!),
  ...made.map(({ table }) => table),
]

const functionsOf = ({ names: { functions = [] } }: KustoDatabase): readonly StoredFunction[] => functions

const ofName = (databases: readonly KustoDatabase[], wanted: string | undefined): KustoDatabase | undefined =>
  databases.find(({ name }) => name.toLowerCase() === wanted?.toLowerCase())

const schemaHeading = 'TableName Schema DatabaseName Folder DocString'

export const tableNamed = ({ names: { catalogue }, made }: KustoDatabase, wanted: string): Table | undefined =>
  catalogue.get(wanted) ?? made.find(({ table }) => table.name === wanted)?.table

/** What clients ask about a cluster, from the management pages of the documentation. */
const commands: readonly Command[] = [
  {
    pattern: command('show version'),
    show: () =>
      madeTable('BuildVersion BuildTime:datetime ServiceType ProductVersion', [
        ['1.0.0.0', '2026-01-01T00:00:00Z', 'Engine', 'tripline emulator'],
      ]),
  },
  {
    pattern: command('show databases'),
    show: (databases, current) =>
      madeTable(
        'DatabaseName PersistentStorage Version IsCurrent:bool DatabaseAccessMode PrettyName ReservedSlot1:bool DatabaseId:guid InTransitionTo',
        databases.map(one => [one.name, '', 'v1.0', one === current, 'ReadWrite', '', null, one.id, '']),
      ),
  },
  {
    pattern: command('show tables'),
    show: (_, current) =>
      madeTable(
        'TableName DatabaseName Folder DocString',
        tablesOf(current).map(table => [table.name, current.name, '', '']),
      ),
  },
  {
    pattern: command('show functions'),
    show: (_, current) =>
      madeTable(
        'Name Parameters Body Folder DocString',
        functionsOf(current).map(({ name, parameters, body }) => [name, parameters, `{ ${body} }`, '', '']),
      ),
  },
  {
    pattern: command('show table NAME cslschema'),
    show(_, current, [wanted]) {
      const table = tableNamed(current, wanted!)
      const schema = table?.columns.map(column => `${column.name}:${column.type}`).join()
      return table && madeTable(schemaHeading, [[table.name, schema, current.name, '', '']])
    },
  },
  {
    pattern: command('show table NAME schema as json'),
    show(_, current, [wanted]) {
      const table = tableNamed(current, wanted!)
      return table && schemaTable(table, current)
    },
  },
  {
    pattern: command('show database schema as json'),
    show: (_, current) => schemaOf([current]),
  },
  {
    pattern: command(String.raw`show databases? \(?NAME\)? schema as json`),
    show(databases, _, [wanted]) {
      const found = ofName(databases, wanted)
      return found && schemaOf([found])
    },
  },
  { pattern: command('show database schema'), show: (_, current) => schemaRows([current]) },
  { pattern: command('show databases schema'), show: databases => schemaRows(databases) },
  { pattern: command('show databases schema as json'), show: databases => schemaOf(databases) },
  { pattern: command('show schema as json'), show: databases => schemaOf(databases) },
]

/** The answer to a command; undefined if there is no such table or database, or the emulator does not know the command. */
export function runCommand(
  text: string,
  databases: readonly KustoDatabase[],
  current: KustoDatabase,
): KustoTable | undefined {
  for (const { pattern, show } of commands) {
    const given = groupsIn(pattern, text)
    if (given) return show(databases, current, given)
  }
  return undefined
}

/** What `.show table T schema as json` answers. */
export const schemaTable = (table: Table, { name }: Pick<KustoDatabase, 'name'>): KustoTable =>
  madeTable(schemaHeading, [[table.name, JSON.stringify(tableSchema(table)), name, '', '']])

/** A row for each database, table and column. */
const schemaRows = (databases: readonly KustoDatabase[]): KustoTable =>
  madeTable(
    'DatabaseName TableName ColumnName ColumnType IsDefaultTable:bool IsDefaultColumn:bool PrettyName Version Folder DocString',
    databases.flatMap(database => {
      const row = (table: string, column = '', type = '') => [
        database.name,
        table,
        column,
        type,
        false,
        false,
        '',
        '',
        '',
        '',
      ]
      const tables = tablesOf(database).flatMap(({ name, columns }) => [
        row(name),
        ...columns.map(column => row(name, column.name, `System.${netTypes[column.type]}`)),
      ])
      return [row(''), ...tables]
    }),
  )

const schemaOf = (databases: readonly KustoDatabase[]): KustoTable =>
  madeTable('DatabaseSchema', [[JSON.stringify({ Databases: byName(databases, databaseSchema) })]])

const byName = <T extends { readonly name: string }>(all: readonly T[], show: (one: T) => unknown) =>
  Object.fromEntries(all.map(one => [one.name, show(one)]))

const databaseSchema = (database: KustoDatabase) => ({
  Name: database.name,
  Tables: byName(tablesOf(database), tableSchema),
  ExternalTables: {},
  MaterializedViews: {},
  Functions: byName(functionsOf(database), functionSchema),
  MajorVersion: 1,
  MinorVersion: 0,
  DatabaseAccessMode: 'ReadWrite',
  PrettyName: null,
})

const tableSchema = ({ name, columns }: Table) => ({
  Name: name,
  Folder: '',
  DocString: '',
  OrderedColumns: columns.map(column => ({
    Name: column.name,
    Type: `System.${netTypes[column.type]}`,
    CslType: column.type,
  })),
})

const functionSchema = ({ name, parameters, body }: StoredFunction) => ({
  Name: name,
  Parameters: parameters,
  Body: `{ ${body} }`,
  Folder: '',
  DocString: '',
  FunctionKind: 'Unknown',
  OutputColumns: [],
})
