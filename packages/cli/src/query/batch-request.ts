import { meter } from '@tripline/budgets'
import { type Diagnosed, type Diagnostic, isError, positionAt } from '@tripline/diagnostics'
import { type Dataset, type Json, parseJson, writeJson } from '@tripline/kql/engine'
import { type Catalogue, parseDatetimeIso } from '@tripline/schemas'
import { report } from '../command-line/command-report.ts'
import type { LocalWorld } from '../project/command-context.ts'
import type { BatchError } from '../views/query.batch.ts'
import { readExternalData, readFunction, readTable, readWatchlist } from './batch-data.ts'
import type { BatchFile } from './batch-file.ts'

/** A query and the data it asks for. */
export interface BatchRequest {
  readonly kql: string
  /** Ticks. */
  readonly now?: bigint
  readonly catalogue: Catalogue
  /** Absent when the request brings nothing of its own. */
  readonly dataset?: Dataset
}

/** What a line of standard input asks for; `id` is JSON text, null where none can be read. */
export type ReadRequest = { readonly id: string } & (
  | { readonly request: BatchRequest }
  | { readonly error: BatchError }
)

type Member = ReadonlyMap<string, Json>

const fault = report['batch-request']

/** Reads `{"id","kql","at"?,"tables"?,"watchlists"?,"functions"?,"externalData"?}`; data comes before the world's own of the same name. */
export async function readBatchRequest(line: string, world: LocalWorld, fileAt: BatchFile): Promise<ReadRequest> {
  const written = parseJson(line)
  if (!(written instanceof Map))
    return { id: 'null', error: errorOf(fault(undefined, 'a line must be one JSON object')) }
  const id = writeJson(written.get('id') ?? null)
  const { value: request, diagnostics } = await requestOf(written, world, fileAt)
  return request ? { id, request } : { id, error: errorOf(diagnostics.find(isError)!) }
}

async function requestOf(written: Member, world: LocalWorld, fileAt: BatchFile): Promise<Diagnosed<BatchRequest>> {
  const diagnostics: Diagnostic[] = []
  const kql = written.get('kql')
  if (typeof kql !== 'string') return { diagnostics: [fault(undefined, 'kql must be the text of a query')] }
  const at = written.get('at') ?? undefined
  const now = typeof at === 'string' ? parseDatetimeIso(at) : undefined
  if (at !== undefined && now === undefined)
    diagnostics.push(fault(undefined, 'at must be a time such as 2026-03-02T10:00:00Z'))

  const spending = meter()
  const given = async <T>(
    member: string,
    readOne: (name: string, value: Json) => Diagnosed<T> | Promise<Diagnosed<T>>,
  ): Promise<readonly T[]> => {
    const entries = written.get(member) ?? new Map<string, Json>()
    if (!(entries instanceof Map)) diagnostics.push(fault(undefined, `${member} must be an object, its keys the names`))
    const values: T[] = []
    for (const [name, value] of entries instanceof Map ? entries : []) {
      if (spending.exceeded()) break
      const read = await readOne(name, value)
      diagnostics.push(...read.diagnostics)
      if (read.value !== undefined) values.push(read.value)
    }
    return values
  }
  const tables = await given('tables', (name, value) => readTable(name, value, world.catalogue, fileAt, spending))
  const watchlists = await given('watchlists', (alias, value) => readWatchlist(alias, value, fileAt, spending))
  const functions = await given('functions', readFunction)
  const externalData = await given('externalData', (url, value) => readExternalData(url, value, fileAt, spending))
  if (diagnostics.some(isError)) return { diagnostics }

  const query = { kql, ...(now !== undefined && { now }), catalogue: world.catalogue }
  if ([tables, watchlists, functions, externalData].every(own => own.length === 0)) return { value: query, diagnostics }
  const dataset: Dataset = {
    tables,
    watchlists: [
      ...world.watchlists.filter(({ alias }) => !watchlists.some(own => own.alias === alias)),
      ...watchlists,
    ],
    functions: [...world.functions.filter(({ name }) => !functions.some(own => own.name === name)), ...functions],
    externalData: [
      ...world.externalData.filter(({ url }) => !externalData.some(own => own.url === url)),
      ...externalData,
    ],
  }
  return { value: { ...query, dataset }, diagnostics }
}

function errorOf({ id: code, message, span }: Diagnostic): BatchError {
  if (!span) return { code, message, kind: 'runtime' }
  const { line, column } = positionAt(span.file, span.start)
  return { code, message: `${span.file.path}:${line}:${column} ${message}`, kind: 'runtime' }
}
