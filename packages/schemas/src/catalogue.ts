import { readPackageFile } from '@tripline/files'
import type { Catalogue, Column, ColumnType, Profile, Table } from './table.ts'

/** What the catalogue is read from: the tables of Log Analytics, and those of advanced hunting. */
export const catalogueFile = new URL('../data/tables.txt', import.meta.url)
export const huntingFile = new URL('../data/hunting.txt', import.meta.url)

const catalogues = new Map<Profile, Catalogue>()

/**
 * The tables that are documented: those of Log Analytics, and for `xdr` those of advanced hunting, which replace tables of the
 * same name. Columns are in the order in which queries see them. The data files never change, so each is read once, and tables
 * can be compared by identity.
 */
export function loadCatalogue(profile: Profile = 'workspace'): Catalogue {
  const known = catalogues.get(profile) ?? catalogueOf(profile, documented[profile](), new Map())
  catalogues.set(profile, known)
  return known
}

type Tables = ReadonlyMap<string, Table>

const documented: Readonly<Record<Profile, () => Tables>> = {
  workspace: () => readTables(catalogueFile),
  xdr: () => {
    const workspace = loadCatalogue()
    const tables = new Map(workspace.names.map(name => [name, workspace.get(name)!]))
    return new Map([...tables, ...readTables(huntingFile)])
  },
}

function readTables(file: URL): Tables {
  const lines = readPackageFile(file).toString('utf8').split('\n')
  const groups = new Map<string, readonly Column[]>()
  const tables = new Map<string, Table>()
  for (const line of lines) {
    if (line === '' || line.startsWith('#')) continue
    const name = line.slice(0, line.indexOf(' '))
    if (name.startsWith('+')) groups.set(name, line.split(' ').slice(1).map(readColumn))
    else tables.set(name, documentedTable(name, line, groups))
  }
  return tables
}

function catalogueOf(profile: Profile, tables: Tables, own: Tables): Catalogue {
  const others = new Map<Profile, Catalogue>()
  const catalogue: Catalogue = {
    profile,
    get: name => tables.get(name),
    names: [...tables.keys()],
    own: [...own.values()],
    with: more => {
      const added = more.map(table => [table.name, table] as const)
      return catalogueOf(profile, new Map([...tables, ...added]), new Map([...own, ...added]))
    },
    under: other => {
      if (other === profile) return catalogue
      const known = others.get(other) ?? loadCatalogue(other).with([...own.values()])
      others.set(other, known)
      return known
    },
  }
  return catalogue
}

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
