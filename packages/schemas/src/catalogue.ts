import { readPackageFile } from '@tripline/files'
import { type Catalogue, type Column, type ColumnType, isCustomTable, type Table } from './table.ts'

/** What the catalogue is read from. */
export const catalogueFile = new URL('../data/tables.txt', import.meta.url)

let catalogue: Catalogue | undefined

/**
 * The tables that Log Analytics documents. Columns are in the order in which queries see them. The data file never changes,
 * so it is read once, and tables can be compared by identity.
 */
export function loadCatalogue(): Catalogue {
  catalogue ??= readCatalogue()
  return catalogue
}

/** The documented table that a file adds columns to; a custom table is what its file says, even if the catalogue has it. */
export const extendedTable = (catalogue: Pick<Catalogue, 'get'>, name: string): Table | undefined =>
  isCustomTable({ name }) ? undefined : catalogue.get(name)

function readCatalogue(): Catalogue {
  const lines = readPackageFile(catalogueFile).toString('utf8').split('\n')
  const groups = new Map<string, readonly Column[]>()
  const tables = new Map<string, Table>()
  for (const line of lines) {
    if (line === '' || line.startsWith('#')) continue
    const name = line.slice(0, line.indexOf(' '))
    if (name.startsWith('+')) groups.set(name, line.split(' ').slice(1).map(readColumn))
    else tables.set(name, documentedTable(name, line, groups))
  }
  return catalogueOf(tables, new Map())
}

const catalogueOf = (tables: ReadonlyMap<string, Table>, own: ReadonlyMap<string, Table>): Catalogue => ({
  get: name => tables.get(name),
  names: [...tables.keys()],
  own: [...own.values()],
  with: more => {
    const added = more.map(table => [table.name, table] as const)
    return catalogueOf(new Map([...tables, ...added]), new Map([...own, ...added]))
  },
})

/** Most commands use few tables, so columns are read on demand. */
function documentedTable(name: string, line: string, groups: ReadonlyMap<string, readonly Column[]>): Table {
  let columns: readonly Column[] | undefined
  return {
    name,
    get columns() {
      columns ??= readColumns(line, groups)
      return columns
    },
  }
}

function readColumns(line: string, groups: ReadonlyMap<string, readonly Column[]>): readonly Column[] {
  const words = line.split(' ').slice(1)
  const columns = words.flatMap(word => groups.get(word) ?? readColumn(word))
  return groups.has(words[0] ?? '') ? alphabetical(columns) : columns
}

/** A column as data files write it: `name:type`, or a name for a text. */
export function readColumn(word: string): Column {
  const colon = word.indexOf(':')
  return colon < 0
    ? { name: word, type: 'string' }
    : { name: word.slice(0, colon), type: word.slice(colon + 1) as ColumnType }
}

/** By name, case and a leading underscore aside, otherwise as they stood: how Microsoft lists a table's columns. */
function alphabetical(columns: readonly Column[]): readonly Column[] {
  const keyed = columns.map(column => ({ key: column.name.replace(/^_/, '').toLowerCase(), column }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ column }) => column)
}
