import type { Meter } from '@tripline/budgets'
import { type Diagnosed, nearest } from '@tripline/diagnostics'
import { decodeCell, loadExternalText, loadWatchlist } from '@tripline/fixtures'
import type { StoredFunction } from '@tripline/kql/compile'
import {
  type Cell,
  type DelayedLog,
  type ExternalText,
  type Json,
  type TypedTable,
  type TypedWatchlist,
  writeJson,
} from '@tripline/kql/engine'
import { type Catalogue, type Column, columnTypes } from '@tripline/schemas'
import { commandReport } from '../command-line/command-report.ts'
import type { BatchFile } from './batch-file.ts'
import type { LoadLog } from './batch-logs.ts'

const fault = commandReport['batch-request']
const misshapen = (where: string, shape: string) => ({ diagnostics: [fault(undefined, `${where} must be ${shape}`)] })

/** `{"columns":{name:type},"rows":[[…]]}`, which replaces the catalogue's table, or the path of a file for that. */
export async function readTable(
  name: string,
  value: Json,
  catalogue: Catalogue,
  fileAt: BatchFile,
  load: LoadLog,
  spending: Meter,
): Promise<Diagnosed<TypedTable | DelayedLog>> {
  if (typeof value === 'string') {
    const table = catalogue.get(name)
    if (!table)
      return { diagnostics: [commandReport['table-missing'](undefined, name, nearest(name, catalogue.names))] }
    const file = fileAt(value)
    return file.value ? load({ file: file.value, table }, { spending }) : { diagnostics: file.diagnostics }
  }
  const columns = value instanceof Map && value.get('columns')
  const rows = value instanceof Map && value.get('rows')
  if (!(columns instanceof Map) || !Array.isArray(rows)) {
    return misshapen(`tables.${name}`, 'a path or {"columns":{name:type},"rows":[[…]]}')
  }
  const typed = Array.from(columns, ([column, type]) => readColumn(column, type))
  const untyped = typed.indexOf(undefined)
  if (untyped >= 0) return misshapen(`tables.${name}.columns.${[...columns.keys()][untyped]}`, columnTypes.join(', '))
  return readRows({ name, columns: typed as readonly Column[] }, rows)
}

function readColumn(name: string, type: Json): Column | undefined {
  const known = columnTypes.find(candidate => candidate === type)
  return known && { name, type: known }
}

function readRows(table: TypedTable['table'], written: readonly Json[]): Diagnosed<TypedTable> {
  const rows: (readonly Cell[])[] = []
  for (const [number, row] of written.entries()) {
    const where = `tables.${table.name}.rows[${number}]`
    if (!Array.isArray(row) || row.length !== table.columns.length) {
      return misshapen(where, `an array of ${table.columns.length} cells`)
    }
    const cells = row.map((cell, index) => decodeCell(cell, table.columns[index]!.type))
    const misfit = cells.indexOf(undefined)
    if (misfit >= 0)
      return misshapen(`${where}[${misfit}]`, `a ${table.columns[misfit]!.type}, not ${writeJson(row[misfit]!)}`)
    rows.push(cells as readonly Cell[])
  }
  return { value: { table, rows }, diagnostics: [] }
}

/** `{"file","searchKey"}`, as `tripline.yaml` has it, or `{"columns":[…],"rows":[[…]],"searchKey"}`, all of it text. */
export async function readWatchlist(
  alias: string,
  value: Json,
  fileAt: BatchFile,
  spending: Meter,
): Promise<Diagnosed<TypedWatchlist>> {
  const shape = '{"file","searchKey"} or {"columns":[…],"rows":[[…]],"searchKey"}'
  if (!(value instanceof Map)) return misshapen(`watchlists.${alias}`, shape)
  const [path, searchKey, columns, rows] = ['file', 'searchKey', 'columns', 'rows'].map(key => value.get(key))
  if (typeof searchKey !== 'string') return misshapen(`watchlists.${alias}.searchKey`, 'the name of a column')
  if (typeof path === 'string') {
    const file = fileAt(path)
    return file.value ? loadWatchlist(file.value, alias, searchKey, { spending }) : { diagnostics: file.diagnostics }
  }
  if (!isTexts(columns) || !Array.isArray(rows) || !rows.every(isTexts)) return misshapen(`watchlists.${alias}`, shape)
  const key = columns.indexOf(searchKey)
  if (key < 0) return misshapen(`watchlists.${alias}.searchKey`, `one of ${columns.join(', ')}`)
  const ragged = rows.findIndex(row => row.length !== columns.length)
  if (ragged >= 0) return misshapen(`watchlists.${alias}.rows[${ragged}]`, `an array of ${columns.length} strings`)
  if (columns.includes('SearchKey')) return { value: { alias, columns, rows }, diagnostics: [] }
  const keyed = rows.map(row => [...row, row[key]!])
  return { value: { alias, columns: [...columns, 'SearchKey'], rows: keyed }, diagnostics: [] }
}

const isTexts = (value: Json | undefined): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string')

/** The path of the file to read for the URL, or `{"text"}`. */
export async function readExternalData(
  url: string,
  value: Json,
  fileAt: BatchFile,
  spending: Meter,
): Promise<Diagnosed<ExternalText>> {
  if (typeof value === 'string') {
    const file = fileAt(value)
    return file.value ? loadExternalText(file.value, url, { spending }) : { diagnostics: file.diagnostics }
  }
  const text = value instanceof Map ? value.get('text') : undefined
  if (typeof text !== 'string') return misshapen(`externalData.${url}`, 'a path or {"text"}')
  return { value: { url, text }, diagnostics: [] }
}

/** `{"parameters","body"}`; without parameters, a function that takes none. */
export function readFunction(name: string, value: Json): Diagnosed<StoredFunction> {
  const parameters = (value instanceof Map && value.get('parameters')) || '()'
  const body = value instanceof Map && value.get('body')
  if (typeof body !== 'string' || typeof parameters !== 'string') {
    return misshapen(`functions.${name}`, '{"parameters":"(…)","body":"KQL"}')
  }
  return { value: { name, parameters, body }, diagnostics: [] }
}
