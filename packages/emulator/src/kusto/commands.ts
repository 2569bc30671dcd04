import type { StoredFunction } from '@tripline/kql/compile'
import type { Table } from '@tripline/schemas'
import type { WorkspaceNames } from '../state/workspace-logs.ts'
import { type KustoTable, madeTable, netTypes } from './kusto-table.ts'

/** A database: a workspace under its name. */
export interface KustoDatabase {
  readonly name: string
  readonly id: string
  readonly names: WorkspaceNames
}

interface Command {
  /** What follows the dot; groups are the arguments of `show`. */
  readonly pattern: RegExp
  /** Undefined if there is no such database or table. */
  show(databases: readonly KustoDatabase[], current: KustoDatabase, given: readonly string[]): KustoTable | undefined
}

const name = String.raw`(?:\['([^']+)'\]|\["([^"]+)"\]|([\w-]+))`
const command = (words: string): RegExp =>
  new RegExp(`^\\.${words.replaceAll('NAME', name).replaceAll(' ', '\\s+')}\\s*;?\\s*$`, 'i')

const tablesOf = ({ names: { catalogue } }: KustoDatabase): readonly Table[] =>
  catalogue.names.map(table => catalogue.get(table)!)

const functionsOf = ({ names: { functions = [] } }: KustoDatabase): readonly StoredFunction[] => functions

const ofName = (databases: readonly KustoDatabase[], wanted: string | undefined): KustoDatabase | undefined =>
  databases.find(({ name }) => name.toLowerCase() === wanted?.toLowerCase())

const schemaHeading = 'TableName Schema DatabaseName Folder DocString'

function tableOf({ names: { catalogue } }: KustoDatabase, wanted: string | undefined): Table | undefined {
  return catalogue.get(wanted ?? '')
}

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
        databases.map(one => [one.name, '', 'v1.0', one === current, 'ReadOnly', '', null, one.id, '']),
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
      const table = tableOf(current, wanted)
      const schema = table?.columns.map(column => `${column.name}:${column.type}`).join()
      return table && madeTable(schemaHeading, [[table.name, schema, current.name, '', '']])
    },
  },
  {
    pattern: command('show table NAME schema as json'),
    show(_, current, [wanted]) {
      const table = tableOf(current, wanted)
      return table && madeTable(schemaHeading, [[table.name, JSON.stringify(tableSchema(table)), current.name, '', '']])
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
    const match = pattern.exec(text.trim())
    if (match)
      return show(
        databases,
        current,
        match.slice(1).filter(group => group !== undefined),
      )
  }
  return undefined
}

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
  DatabaseAccessMode: 'ReadOnly',
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
