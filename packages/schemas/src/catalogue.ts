import { readPackageFile } from '@tripline/files'
import type { Catalogue, Column, ColumnType, Table } from './table.ts'

/** A table, or the line of the data file that says it: lines are read when a table is first asked for. */
type Entry = Table | string

/**
 * The tables that Log Analytics documents. Columns stand in the order in which queries see them.
 */
export function loadCatalogue(): Catalogue {
  const lines = readPackageFile(new URL('../data/tables.txt', import.meta.url))
    .toString('utf8')
    .split('\n')
  const groups = new Map<string, readonly Column[]>()
  const entries = new Map<string, Entry>()
  for (const line of lines) {
    if (line === '' || line.startsWith('#')) continue
    const name = line.slice(0, line.indexOf(' '))
    if (name.startsWith('+')) groups.set(name, line.split(' ').slice(1).map(readColumn))
    else entries.set(name, line)
  }
  return catalogueOf(entries, groups)
}

function catalogueOf(entries: Map<string, Entry>, groups: ReadonlyMap<string, readonly Column[]>): Catalogue {
  return {
    get(name) {
      const entry = entries.get(name)
      if (typeof entry !== 'string') return entry
      const table = readTable(entry, groups)
      entries.set(name, table)
      return table
    },
    names: [...entries.keys()],
    with: tables => catalogueOf(new Map([...entries, ...tables.map(table => [table.name, table] as const)]), groups),
  }
}

function readTable(line: string, groups: ReadonlyMap<string, readonly Column[]>): Table {
  const [name = '', ...words] = line.split(' ')
  const columns = words.flatMap(word => groups.get(word) ?? readColumn(word))
  return { name, columns: groups.has(words[0] ?? '') ? alphabetical(columns) : columns }
}

function readColumn(word: string): Column {
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
