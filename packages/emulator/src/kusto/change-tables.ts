import type { RunAnswer, TypedTable } from '@tripline/kql/engine'
import type { Column, Table } from '@tripline/schemas'
import { commandPattern, groupsIn } from './command-pattern.ts'
import { type KustoDatabase, schemaTable, tableNamed } from './commands.ts'
import { inlineRows, unbracketed } from './inline-rows.ts'
import { badKustoRequest, type KustoError, missingEntity, queryFailure } from './kusto-error.ts'
import { type KustoTable, madeTable } from './kusto-table.ts'
import { tooManyRows, withTable } from './made-tables.ts'
import { readSchema } from './table-schema.ts'

/** The tables of a database after a command, and what it answers. */
export interface Change {
  readonly made: readonly TypedTable[]
  readonly answer: KustoTable
}

type Answered = Extract<RunAnswer, { ok: true }>['rows']

interface ChangeCommand {
  readonly pattern: RegExp
  /** The query whose rows it adds. */
  readonly query?: (given: readonly string[]) => string
  change(given: readonly string[], database: KustoDatabase, id: string, rows: Answered | undefined): Change | KustoError
}

const properties = String.raw`((?:\s*with\s*\([^)]*\))?)`
const schemaGroup = String.raw`\s*\(([^()]*)\)`

/** What changes the tables that clients made; those of the recorded logs stay as they are. */
const commands: readonly ChangeCommand[] = [
  {
    pattern: commandPattern(`create table NAME${schemaGroup}${properties}`),
    change([name, schema, options], database) {
      const table = readTable(name!, schema!, options!)
      if ('status' in table) return table
      // The documentation has it succeed without doing anything.
      const known = tableNamed(database, name!)
      return known ? unchanged(known, database) : changed(database, { table, rows: [] })
    },
  },
  {
    pattern: commandPattern(`create-merge table NAME${schemaGroup}${properties}`),
    change([name, schema, options], database) {
      const table = readTable(name!, schema!, options!)
      if ('status' in table) return table
      const known = madeTableNamed(database, name!)
      if (!known) return changed(database, { table, rows: [] })
      if ('status' in known) return known
      const { columns } = known.table
      const other = table.columns.find(({ name, type }) => columns.some(one => one.name === name && one.type !== type))
      if (other) return badKustoRequest(`Column '${other.name}' of table '${name}' has another type.`)
      const added = table.columns.filter(({ name }) => columns.every(one => one.name !== name))
      const blank = added.map(({ type }) => (type === 'string' ? '' : null))
      const rows = known.rows.map(row => [...row, ...blank])
      return changed(database, { table: { name: name!, columns: [...columns, ...added] }, rows })
    },
  },
  {
    pattern: commandPattern(String.raw`ingest inline into table NAME${properties}\s*(<\||\[)(.*)`),
    change([name, options, start, rest], database, id) {
      const known = madeTableNamed(database, name!) ?? missingEntity('Table', name!)
      const fault = optionsFault(options!)
      if ('status' in known || fault) return fault ?? (known as KustoError)
      const data = start === '[' ? unbracketed(`[${rest}`) : rest!.replace(/^[ \t]*\r?\n/, '')
      const rows = data === undefined ? 'Every record must be in brackets.' : inlineRows(data, known.table)
      if (typeof rows === 'string') return badKustoRequest(rows)
      const answer = madeTable('ExtentId:guid', [[rows.length === 0 ? noExtent : id]])
      return grown(database, known, rows, answer)
    },
  },
  {
    pattern: commandPattern(String.raw`(set|append|set-or-append|set-or-replace) NAME${properties}\s*<\|(.*)`),
    query: ([, , , kql]) => kql!,
    change([verb, name, options], database, id, answered) {
      const { columns, rows } = answered!
      const known = madeTableNamed(database, name!)
      const fault = optionsFault(options!)
      if (fault || (known && 'status' in known)) return fault ?? (known as KustoError)
      if (known && verb === 'set') return badKustoRequest(`Table '${name}' exists.`)
      if (!known && verb === 'append') return missingEntity('Table', name!)
      const into = known ?? { table: { name: name!, columns }, rows: [] }
      if (into.table.columns.map(typeOf).join() !== columns.map(typeOf).join()) {
        return badKustoRequest(`The query's columns are not of the types of table '${name}'.`)
      }
      const answer = madeTable(extentHeading, [[rows.length === 0 ? noExtent : id, 0, 0, 0, 0, rows.length]])
      return grown(database, verb === 'set-or-replace' ? { ...into, rows: [] } : into, rows, answer)
    },
  },
  {
    pattern: commandPattern('drop table NAME((?: ifexists)?)'),
    change: ([name, ifExists], database) => dropped(database, [name!], ifExists!),
  },
  {
    pattern: commandPattern(String.raw`drop tables\s*\(([^()]*)\)((?:\s*ifexists)?)`),
    change: ([names, ifExists], database) =>
      dropped(
        database,
        names!.split(',').map(name => name.trim().replace(/^\[?['"]?(.*?)['"]?\]?$/, '$1')),
        ifExists!,
      ),
  },
]

const extentHeading = 'ExtentId:guid OriginalSize:long ExtentSize:long CompressedSize:long IndexSize:long RowCount:long'
const noExtent = '00000000-0000-0000-0000-000000000000'
const typeOf = ({ type }: Column) => type

/** Options that change no row, and the one format that is read. */
const optionPattern = /^(?:(?:docstring|folder|tags|distributed|persistdetails)\s*=.*|format\s*=\s*['"]?csv['"]?)$/is

function optionsFault(written: string): KustoError | undefined {
  const options = written.replace(/^\s*with\s*\(|\)$/gi, '').split(/,(?=\s*\w+\s*=)/)
  const unknown = options.map(one => one.trim()).find(one => one !== '' && !optionPattern.test(one))
  return unknown === undefined ? undefined : badKustoRequest(`The emulator does not know the property ${unknown}.`)
}

function readTable(name: string, schema: string, options: string): Table | KustoError {
  const columns = readSchema(schema)
  return columns ? (optionsFault(options) ?? { name, columns }) : badKustoRequest(`This is no schema: (${schema})`)
}

/** A table that a client made; an error for one of the recorded logs. */
function madeTableNamed(database: KustoDatabase, name: string): TypedTable | KustoError | undefined {
  const made = database.made.find(({ table }) => table.name === name)
  if (made || !tableNamed(database, name)) return made
  return badKustoRequest(`Table '${name}' belongs to the recorded logs, which stay as they are.`)
}

const unchanged = (table: Table, database: KustoDatabase): Change => ({
  made: database.made,
  answer: schemaTable(table, database),
})

const changed = (database: KustoDatabase, one: TypedTable): Change => ({
  made: withTable(database.made, one),
  answer: schemaTable(one.table, database),
})

function grown(
  database: KustoDatabase,
  table: TypedTable,
  rows: TypedTable['rows'],
  answer: KustoTable,
): Change | KustoError {
  const made = withTable(database.made, { ...table, rows: [...table.rows, ...rows] })
  return tooManyRows(made) ?? { made, answer }
}

function dropped(database: KustoDatabase, names: readonly string[], ifExists: string): Change | KustoError {
  for (const name of names) {
    const known = madeTableNamed(database, name)
    if (!known && ifExists === '') return missingEntity('Table', name)
    if (known && 'status' in known) return known
  }
  const made = database.made.filter(({ table }) => !names.includes(table.name))
  const left = made.map(({ table }) => [table.name, database.name])
  return { made, answer: madeTable('TableName DatabaseName', left) }
}

/** What a change needs of its surroundings. `database`: as it is at the moment. */
export interface Changing {
  database(): KustoDatabase
  ask(kql: string): Promise<RunAnswer>
  newId(): string
}

/** Carries out a command; undefined if it does not change tables. */
export async function changeTables(
  text: string,
  { database, ask, newId }: Changing,
): Promise<Change | KustoError | undefined> {
  for (const { pattern, query, change } of commands) {
    const given = groupsIn(pattern, text)
    if (!given) continue
    const answer = query && (await ask(query(given)))
    if (answer && !answer.ok) return queryFailure(answer.diagnostics.find(({ severity }) => severity === 'error'))
    return change(given, database(), newId(), answer?.rows)
  }
  return undefined
}
