import { type Diagnosed, type Diagnostic, isError, positionAt } from '@tripline/diagnostics'
import { type Dataset, type Json, parseJson, writeJson } from '@tripline/kql/engine'
import { type Catalogue, parseDatetimeIso } from '@tripline/schemas'
import { commandReport } from '../command-line/command-report.ts'
import type { LocalWorld } from '../project/command-context.ts'
import type { BatchFinding } from '../views/query.batch.ts'
import type { BatchFile } from './batch-file.ts'
import type { LoadLog } from './batch-logs.ts'
import { readDataset } from './read-dataset.ts'

/** A query and the data it asks for. */
export interface BatchRequest {
  readonly kql: string
  /** Ticks. */
  readonly now?: bigint
  readonly catalogue: Catalogue
  /** Absent if the request brings no data. */
  readonly dataset?: Dataset
}

/** What a line of standard input asks for; `id` is JSON text, null where none can be read. */
export type ReadRequest = { readonly id: string } & (
  | { readonly request: BatchRequest }
  | { readonly error: BatchFinding }
)

type Member = ReadonlyMap<string, Json>

const fault = commandReport['batch-request']

/** Reads `{"id","kql","at"?,"tables"?,"watchlists"?,"functions"?,"externalData"?}`; data comes before the world's own of the same name. */
export async function readBatchRequest(
  line: string,
  world: LocalWorld,
  fileAt: BatchFile,
  load: LoadLog,
): Promise<ReadRequest> {
  const written = parseJson(line)
  if (!(written instanceof Map))
    return { id: 'null', error: errorOf(fault(undefined, 'a line must be one JSON object')) }
  const id = writeJson(written.get('id') ?? null)
  const { value: request, diagnostics } = await requestOf(written, world, fileAt, load)
  return request ? { id, request } : { id, error: errorOf(diagnostics.find(isError)!) }
}

async function requestOf(
  written: Member,
  world: LocalWorld,
  fileAt: BatchFile,
  load: LoadLog,
): Promise<Diagnosed<BatchRequest>> {
  const diagnostics: Diagnostic[] = []
  const kql = written.get('kql')
  if (typeof kql !== 'string') return { diagnostics: [fault(undefined, 'kql must be the text of a query')] }
  const at = written.get('at') ?? undefined
  const now = typeof at === 'string' ? parseDatetimeIso(at) : undefined
  if (at !== undefined && now === undefined)
    diagnostics.push(fault(undefined, 'at must be a time such as 2026-03-02T10:00:00Z'))

  const dataset = await readDataset(written, world, fileAt, load)
  diagnostics.push(...dataset.diagnostics)
  if (diagnostics.some(isError)) return { diagnostics }
  const value = {
    kql,
    ...(now !== undefined && { now }),
    catalogue: world.catalogue,
    ...(dataset.value && { dataset: dataset.value }),
  }
  return { value, diagnostics }
}

function errorOf({ id: code, message, span }: Diagnostic): BatchFinding {
  if (!span) return { code, message, kind: 'runtime' }
  const { line, column } = positionAt(span.file, span.start)
  return { code, message: `${span.file.path}:${line}:${column} ${message}`, kind: 'runtime' }
}
