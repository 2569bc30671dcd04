import { readPackageFile } from '@tripline/files'
import type { Catalogue, Column, ColumnType, Table } from './table.ts'

let catalogue: Catalogue | undefined

/**
 * The tables that Log Analytics documents. Columns stand in the order in which queries see them. The data file never changes,
 * so it is read once; whoever keeps something about a table may do so by its identity.
 */
export function loadCatalogue(): Catalogue {
  catalogue ??= readCatalogue()
  return catalogue
}

function readCatalogue(): Catalogue {
  const lines = readPackageFile(new URL('../data/tables.txt', import.meta.url))
    .toString('utf8')
    .split('\n')
  const groups = new Map<string, readonly Column[]>()
  const tables = new Map<string, () => Table>()
  for (const line of lines) {
    if (line === '' || line.startsWith('#')) continue
    const name = line.slice(0, line.indexOf(' '))
    if (name.startsWith('+')) groups.set(name, line.split(' ').slice(1).map(readColumn))
    else
      tables.set(
        name,
        whenFirstAsked(() => readTable(line, groups)),
      )
  }
  return catalogueOf(tables)
}

function whenFirstAsked(read: () => Table): () => Table {
  let table: Table | undefined
  return () => {
    table ??= read()
    return table
  }
}

const catalogueOf = (tables: ReadonlyMap<string, () => Table>): Catalogue => ({
  get: name => tables.get(name)?.(),
  names: [...tables.keys()],
  with: more => catalogueOf(new Map([...tables, ...more.map(table => [table.name, () => table] as const)])),
})

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
