import type { Diagnosed, Diagnostic, Located, SourceFile } from '@tripline/diagnostics'
import { mapOf, oneOf, parseYaml, type ReadBy, read, record, required, strict, text, writeYaml } from '@tripline/yaml'
import { schemaReport } from './diagnostics.ts'
import { type Catalogue, type Column, columnTypes, type Table } from './table.ts'

const tableFormat = record('a table', { table: required(text), columns: required(mapOf(oneOf(columnTypes))) })

type TableDocument = ReadBy<typeof tableFormat>

/** Every table of a workspace has these, whether or not a file names them (Microsoft's "standard columns"). */
export const standardColumns: readonly Column[] = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'TenantId', type: 'string' },
  { name: 'Type', type: 'string' },
  { name: '_ResourceId', type: 'string' },
  { name: '_SubscriptionId', type: 'string' },
  { name: '_BilledSize', type: 'real' },
  { name: '_IsBillable', type: 'string' },
]

/**
 * Custom tables, one per file, for `catalogue.with`:
 *
 *     table: Door_CL
 *     columns: { TimeGenerated: datetime, Badge: long, Details: dynamic }
 *
 * A table of the catalogue gains the columns that it lacks; a new table also gets the standard columns.
 */
export function loadTables(files: readonly SourceFile[], catalogue: Catalogue): Diagnosed<readonly Table[]> {
  const diagnostics: Diagnostic[] = []
  const described = new Map<string, Located<Table>>()
  for (const file of files) {
    const document = readDocument(file, diagnostics)
    if (!document) continue
    const { value: name, span } = document.table
    const other = described.get(name)
    if (other) diagnostics.push(schemaReport['table-twice'](span, name, other.span.file.path))
    else described.set(name, { value: tableOf(document, catalogue.get(name), diagnostics), span })
  }
  if (diagnostics.length > 0) return { diagnostics }
  return { value: Array.from(described.values(), ({ value }) => value), diagnostics }
}

function readDocument(file: SourceFile, diagnostics: Diagnostic[]): TableDocument | undefined {
  const node = parseYaml(file)
  diagnostics.push(...node.diagnostics)
  if (!node.value) return undefined
  const document = read(tableFormat, node.value, strict)
  diagnostics.push(...document.diagnostics)
  return document.value
}

function tableOf(document: TableDocument, known: Table | undefined, diagnostics: Diagnostic[]): Table {
  const name = document.table.value
  const columns = new Map((known?.columns ?? []).map(column => [column.name, column]))
  for (const { value, span } of [document.table, ...document.columns.map(({ key }) => key)]) {
    if (!identifier.test(value)) diagnostics.push(schemaReport['table-name'](span, value))
  }
  for (const { key, value: type } of document.columns) {
    const other = columns.get(key.value)
    if (!other) columns.set(key.value, { name: key.value, type: type.value })
    else if (other.type !== type.value) {
      diagnostics.push(schemaReport['column-type-differs'](type.span, name, key.value, other.type))
    }
  }
  const missing = known ? [] : standardColumns.filter(column => !columns.has(column.name))
  return { name, columns: [...columns.values(), ...missing] }
}

const identifier = /^[A-Za-z_]\w*$/

/** The file that describes a table, as `loadTables` reads it. */
export const writeTable = ({ name, columns }: Table): string =>
  writeYaml({ table: name, columns: Object.fromEntries(columns.map(column => [column.name, column.type])) })
