import { type Catalogue, isCustomTable, standardColumns, type Table } from '@tripline/schemas'
import type { StoredSchema } from '../state/collections.ts'
import { columnTypes } from './table-shape.ts'

const spellings = new WeakMap<Catalogue, ReadonlyMap<string, string>>()

/** A table of the catalogue in any case, as ARM takes it. */
export function findTable(catalogue: Catalogue, name: string): Table | undefined {
  const known = spellings.get(catalogue) ?? new Map(catalogue.names.map(one => [one.toLowerCase(), one]))
  spellings.set(catalogue, known)
  const spelled = known.get(name.toLowerCase())
  return spelled === undefined ? undefined : catalogue.get(spelled)
}

/** Whether a table is one of those that users create. */
export const isCustom = (name: string): boolean => isCustomTable({ name })

/** The columns of a custom table as queries see them: its own, and those that every table has. */
export function columnsOf({ columns }: StoredSchema): Table['columns'] {
  const own = columns.map(({ name, type }) => ({ name, type: columnTypes[type as keyof typeof columnTypes] }))
  return [...own, ...standardColumns.filter(({ name }) => !own.some(column => column.name === name))]
}

/** The columns of a table as the service publishes them. */
export const publishedColumns = ({ columns }: Table): StoredSchema['columns'] =>
  columns.map(({ name, type }) => ({
    name,
    type: Object.entries(columnTypes).find(([, own]) => own === type)?.[0] ?? 'string',
  }))
