import type { Json } from '@tripline/kql/engine'
import type { Data, Table } from './data.ts'
import { jsonFromValue } from './value-json.ts'

/** The data as a request of `query --batch` has it. Throws a TypeError at what is not of the shape that is declared. */
export function writtenData({ tables = {}, watchlists, functions, externalData }: Data): ReadonlyMap<string, Json> {
  const written = Object.entries(tables).map(([name, table]) => [name, writtenTable(name, table)] as const)
  const others = { watchlists, functions, externalData }
  return new Map<string, Json>([
    ...Object.entries(others).map(([member, given]) => [member, jsonFromValue(given)] as const),
    ['tables', new Map(written)],
  ])
}

function writtenTable(name: string, table: Table | string): Json {
  if (typeof table === 'string') return table
  const { columns, rows } = table
  if (!Array.isArray(columns) || !Array.isArray(rows)) {
    throw new TypeError(`tables.${name} must be a path or { columns: [{ name, type }], rows: [[…]] }`)
  }
  // The keys of an object need not be in the order in which they were written.
  const types = new Map((columns as Table['columns']).map(({ name, type }): [string, Json] => [name, type]))
  if (types.size < columns.length) throw new TypeError(`tables.${name} has two columns of the same name`)
  return new Map<string, Json>([
    ['columns', types],
    ['rows', jsonFromValue(rows)],
  ])
}
