import { writeYaml } from '@tripline/yaml'
import type { Table } from './table.ts'

/** The file that describes a table, as `loadTables` reads it. */
export const writeTable = ({ name, columns }: Table): string =>
  writeYaml({ table: name, columns: Object.fromEntries(columns.map(column => [column.name, column.type])) })
