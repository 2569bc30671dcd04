import type { Resource } from '@tripline/azure'
import { isRecord } from '@tripline/diagnostics'
import type { ColumnType, Table } from '@tripline/schemas'
import type { Remark } from '../kind.ts'

type Properties = Resource['properties']

/** What the service calls a type; it has none for the others. */
const published: Readonly<Partial<Record<ColumnType, string>>> = {
  bool: 'boolean',
  int: 'int',
  long: 'long',
  real: 'real',
  string: 'string',
  datetime: 'dateTime',
  guid: 'guid',
  dynamic: 'dynamic',
}

/** Columns that the service adds to every table by itself. */
const isOwn = (name: string): boolean => name.startsWith('_') || name === 'TenantId' || name === 'Type'

/** The schema with which a custom table is created. */
export const schemaOf = ({ name, columns }: Table) => ({
  name,
  columns: columns
    .filter(column => !isOwn(column.name))
    .map(column => ({ name: column.name, type: published[column.type] ?? column.type })),
})

const columnsIn = (value: unknown): readonly Properties[] => (Array.isArray(value) ? value.filter(isRecord) : [])

/** The types of a table's columns by name, as they are compared. */
export function columnTypesIn({ schema }: Properties): Readonly<Record<string, string>> {
  const { columns, standardColumns } = isRecord(schema) ? schema : {}
  const all = [...columnsIn(standardColumns), ...columnsIn(columns)]
  return Object.fromEntries(all.map(({ name, type }) => [String(name), String(type).toLowerCase()]))
}

/** What of a column a caller sets. */
const settable = ['name', 'type', 'displayName', 'description', 'dataTypeHint']

/** The schema to send for a stored table: all columns that it has, which would go otherwise, and those that it lacks. */
export function extendedSchema(wanted: Properties, stored: Properties): Properties | undefined {
  const types = columnTypesIn(stored)
  const { schema } = wanted
  if (!isRecord(schema)) return undefined
  const missing = columnsIn(schema.columns).filter(({ name }) => types[String(name)] === undefined)
  if (missing.length === 0) return undefined
  const kept = columnsIn(isRecord(stored.schema) ? stored.schema.columns : []).map(column =>
    Object.fromEntries(Object.entries(column).filter(([name]) => settable.includes(name))),
  )
  return { name: schema.name, columns: [...kept, ...missing] }
}

/** Why the service would refuse these columns. */
export function* judgeColumns(wanted: Properties, stored: Properties | undefined): Iterable<Remark> {
  const types = columnTypesIn(wanted)
  const unknown = Object.entries(types).find(([, type]) => !Object.values(published).some(own => same(own, type)))
  if (unknown) {
    yield { conflict: `a custom table cannot have a column of the type ${unknown[1]}, as ${unknown[0]} is` }
  }
  const before = stored ? columnTypesIn(stored) : {}
  const retyped = Object.entries(types).find(([name, type]) => before[name] !== undefined && before[name] !== type)
  if (retyped) {
    const [name, type] = retyped
    yield {
      conflict: `the type of a column cannot be changed: ${name} is of the type ${before[name]}, and ${type} in the project`,
    }
  }
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
