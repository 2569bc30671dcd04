import { type Column, type ColumnType, columnTypes } from '@tripline/schemas'
import { nameGroup } from './command-pattern.ts'

/** Other names of types: https://learn.microsoft.com/kusto/query/scalar-data-types. */
const aliases: ReadonlyMap<string, ColumnType> = new Map([
  ['boolean', 'bool'],
  ['date', 'datetime'],
  ['double', 'real'],
  ['int32', 'int'],
  ['int64', 'long'],
  ['time', 'timespan'],
  ['uniqueid', 'guid'],
  ['uuid', 'guid'],
])

/** The columns of `name:type, name:type`; undefined for anything else, or if a name is used twice. */
export function readSchema(text: string): readonly Column[] | undefined {
  const columns = text.split(/,(?![^[]*\])/).map(readColumn)
  const names = new Set(columns.map(column => column?.name))
  return names.size < columns.length || columns.includes(undefined) ? undefined : (columns as Column[])
}

const columnPattern = new RegExp(`^\\s*${nameGroup}\\s*:\\s*(\\w+)\\s*$`)

function readColumn(text: string): Column | undefined {
  const [name, written] =
    columnPattern
      .exec(text)
      ?.slice(1)
      .filter(group => group !== undefined) ?? []
  const type = columnTypes.find(known => known === written) ?? aliases.get(written ?? '')
  return name === undefined || type === undefined ? undefined : { name, type }
}
