import { fileURLToPath } from 'node:url'
import {
  type Column,
  type ColumnType,
  formatDatetime,
  formatTimespan,
  parseDatetimeIso,
  type Table,
} from '@tripline/schemas'
import { type CaseFolder, caseFolders, type Extent, markedSource } from '@tripline/testkit'
import { type Cell, type Dataset, parseJson, type TypedTable, type TypedWatchlist, writeJson } from '../src/engine.ts'
import type { StoredFunction } from '../src/world/query-world.ts'

/** A folder below `packages/kql/cases`. The package's README.md describes its files. */
export interface QueryCase {
  readonly folder: CaseFolder
  readonly kql: string
  readonly now?: bigint
  /** The world it needs; undefined: empty tables will do. */
  readonly dataset?: Dataset
  /** What to expect: rows (text of `expected.rows`) or an error at the marked place. */
  readonly expected: string | ExpectedError
}

/** `kind: word` of `expected.error`, and the span that `«»` mark in `query.kql`. */
export interface ExpectedError {
  readonly kind: string
  readonly word: string
  readonly span: Extent
}

type TableNamed = (name: string) => Table

export const queryCases = (tableNamed: TableNamed): readonly QueryCase[] =>
  caseFolders(fileURLToPath(new URL('../cases', import.meta.url))).map(folder => readCase(folder, tableNamed))

function readCase(folder: CaseFolder, tableNamed: TableNamed): QueryCase {
  const query = folder.files.get('query.kql')
  if (query === undefined) throw new Error(`${folder.name} has no query.kql`)
  const error = folder.files.get('expected.error')
  const { text, spans } = error === undefined ? { text: query, spans: [] } : markedSource(query)
  const at = folder.files.get('at')?.trim()
  const now = at === undefined ? undefined : parseDatetimeIso(at)
  const dataset = datasetOf(folder, tableNamed)
  return {
    folder,
    kql: text.trimEnd(),
    ...(now !== undefined && { now }),
    ...(dataset && { dataset }),
    expected: error === undefined ? (folder.files.get('expected.rows') ?? '') : expectedError(error, spans),
  }
}

function expectedError(text: string, [span, ...more]: readonly Extent[]): ExpectedError {
  const [, kind, word] = /^(\w+): (.+)$/.exec(text.trim()) ?? []
  if (!kind || !word || !span || more.length > 0)
    throw new Error(`no error as in "kind: word" with one marked span: ${text}`)
  return { kind, word, span }
}

/** Files of a subfolder of the case by their names without extension. */
function below(folder: CaseFolder, name: string): readonly (readonly [string, string])[] {
  return [...folder.files].flatMap(([path, text]) => {
    const [, stem] = new RegExp(`^${name}/(.+)\\.\\w+$`).exec(path) ?? []
    return stem === undefined ? [] : [[stem, text] as const]
  })
}

function datasetOf(folder: CaseFolder, tableNamed: TableNamed): Dataset | undefined {
  const tables = below(folder, 'tables').map(([name, text]) => tableOf(tableNamed(name), text))
  const watchlists = below(folder, 'watchlists').map(([alias, text]) => watchlistOf(alias, text))
  const functions = below(folder, 'functions').map(([name, text]) => functionOf(name, text))
  const externalData = [...folder.files].flatMap(([path, text]) =>
    path.startsWith('external/') ? [{ url: `https://data.example/${path.slice('external/'.length)}`, text }] : [],
  )
  const given = [...tables, ...watchlists, ...functions, ...externalData]
  return given.length > 0 ? { tables, watchlists, functions, externalData } : undefined
}

type JsonObject = Readonly<Record<string, unknown>>

const linesOf = (text: string): readonly JsonObject[] =>
  text.split('\n').flatMap(line => (line.trim() ? [JSON.parse(line) as JsonObject] : []))

function tableOf(table: Table, text: string): TypedTable {
  const lines = linesOf(text)
  const ingested = lines.map(line => parseDatetimeIso(String(line._IngestionTime ?? line.TimeGenerated)) ?? 0n)
  return {
    table,
    rows: lines.map(line => table.columns.map(column => cellOf(line[column.name], column.type))),
    ingested,
  }
}

const readers: { readonly [Type in ColumnType]?: (value: unknown) => Cell } = {
  long: value => BigInt(value as number),
  datetime: value => parseDatetimeIso(String(value)) ?? null,
  dynamic: value => writeJson(parseJson(JSON.stringify(value))!),
}

function cellOf(value: unknown, type: ColumnType): Cell {
  if (value === undefined || value === null) return type === 'string' ? '' : null
  return readers[type]?.(value) ?? (value as Cell)
}

function watchlistOf(alias: string, text: string): TypedWatchlist {
  const lines = linesOf(text)
  const columns = Object.keys(lines[0] ?? {})
  return { alias, columns, rows: lines.map(line => columns.map(column => String(line[column] ?? ''))) }
}

function functionOf(name: string, text: string): StoredFunction {
  const [, parameters = '', body = ''] = /^(\(.*?\))\s*\{(.*)\}\s*$/s.exec(text) ?? []
  return { name, parameters, body }
}

/** A cell as JSON shows it, so that expected and actual cells can be compared as data. */
export function shownCell(cell: Cell, type: Column['type']): unknown {
  if (cell === null) return null
  if (type === 'datetime') return formatDatetime(BigInt(cell))
  if (type === 'timespan') return formatTimespan(BigInt(cell))
  if (type === 'dynamic') return JSON.parse(String(cell))
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell)
  return typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell
}
