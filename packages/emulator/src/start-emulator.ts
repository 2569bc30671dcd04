import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { budgets, overBudget } from '@tripline/budgets'
import type { Diagnosed } from '@tripline/diagnostics'
import { type FilePath, reasonOf } from '@tripline/files'
import type { StoredFunction } from '@tripline/kql/compile'
import type { ExternalText, TypedWatchlist } from '@tripline/kql/engine'
import type { Catalogue } from '@tripline/schemas'
import { stringify } from 'lossless-json'
import { type Answer, refusal } from './http/answer.ts'
import { localCertificate } from './http/certificate.ts'
import { respond } from './http/respond.ts'
import type { Service } from './http/route.ts'
import { worldNames } from './service/world-names.ts'
import { emulatorReport } from './state/emulator-report.ts'
import { type EmulatorState, emptyState, readState, writeState } from './state/emulator-state.ts'
import { logStore } from './state/log-store.ts'
import {
  type EmulatorEndpoint,
  readStateText,
  removeEndpoint,
  stateFile,
  writeEndpoint,
  writeStateText,
} from './state/state-folder.ts'

/** One request and its answer, as a log or a test sees them. */
export interface Exchange {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly request: string
  readonly status: number
  readonly response: string
}

export interface EmulatorOptions {
  /** The ARM ids of the workspaces that exist; `PUT` creates others. One, `local`, by default. */
  readonly workspaces?: readonly string[]
  /** The tables that every workspace has. */
  readonly catalogue: Catalogue
  /** Functions and watchlists that all have, and what externaldata reads for a URL. */
  readonly functions?: readonly StoredFunction[]
  readonly watchlists?: readonly TypedWatchlist[]
  readonly externalData?: readonly ExternalText[]
  readonly clock: () => Date
  /** Any free one by default. */
  readonly port?: number
  /** Stores the state of the workspace and its address for other processes. */
  readonly stateDir?: FilePath
  /** Recorded logs that the query endpoint answers from, `<Table>.<format>`; by default, all tables are empty. */
  readonly dataDir?: FilePath
  /** Resources on one page of a list; 100 by default. */
  readonly pageSize?: number
  /** Seconds that a table change takes; 0 by default. */
  readonly operationSeconds?: number
  /** Whether answers that begin an operation say where to follow it; true by default, older api-versions need not. */
  readonly linksOperations?: boolean
  /** The Retry-After with which a request is to be refused, if it is. */
  readonly throttle?: (method: string, path: string) => number | undefined
  readonly onExchange?: (exchange: Exchange) => void
}

export interface Emulator extends EmulatorEndpoint {
  close(): Promise<void>
}

const localWorkspace =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.OperationalInsights/workspaces/local'

/** Start a service with one workspace or several on 127.0.0.1 over HTTPS. */
export async function startEmulator(options: EmulatorOptions): Promise<Diagnosed<Emulator>> {
  const {
    workspaces = [localWorkspace],
    catalogue,
    functions = [],
    watchlists = [],
    externalData = [],
    clock,
    port = 0,
    stateDir,
    dataDir,
    pageSize = 100,
    operationSeconds = 0,
    linksOperations = true,
  } = options
  const { value: state, diagnostics } = savedState(stateDir, workspaces)
  if (!state) return { diagnostics }
  const logs = await logStore(catalogue, dataDir)
  if (!logs.value) return { diagnostics: logs.diagnostics }

  const { key, cert } = await localCertificate()
  const server = createServer({ key, cert })
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    return { diagnostics: [emulatorReport['emulator-cannot-listen'](undefined, port, (error as Error).message)] }
  }
  const endpoint = { ca: cert, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` }
  const service: Service = {
    state,
    names: worldNames({ catalogue, functions, watchlists, externalData }),
    logs: logs.value,
    clock,
    origin: endpoint.url,
    operationSeconds,
    linksOperations,
    pageSize,
  }
  const save = stateDir === undefined ? () => {} : saver(stateDir, state)
  server.on('request', (request, response) => {
    // Only broken connections get here, with nobody left to answer.
    serve(request, response, service, options, save).catch(() => response.destroy())
  })
  const close = async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
    await service.logs.close()
  }
  try {
    if (stateDir !== undefined) writeEndpoint(stateDir, endpoint)
  } catch (error) {
    await close()
    return { diagnostics: [unusable(stateDir!, error)] }
  }

  return {
    value: {
      ...endpoint,
      async close() {
        if (stateDir !== undefined) removeEndpoint(stateDir, endpoint)
        await close()
      },
    },
    diagnostics: logs.diagnostics,
  }
}

function savedState(folder: FilePath | undefined, workspaces: readonly string[]): Diagnosed<EmulatorState> {
  try {
    const saved = folder && readStateText(folder)
    if (saved === undefined) return { value: emptyState(workspaces), diagnostics: [] }
    const value = readState(saved, workspaces)
    const wrong = emulatorReport['emulator-state-unreadable'](undefined, stateFile(folder!).path)
    return value ? { value, diagnostics: [] } : { diagnostics: [wrong] }
  } catch (error) {
    return { diagnostics: [unusable(folder!, error)] }
  }
}

const unusable = ({ path }: FilePath, error: unknown) =>
  emulatorReport['emulator-state-folder'](undefined, path, reasonOf(error))

/** Writes the state when it has changed since it was last written. */
function saver(folder: FilePath, state: EmulatorState): () => void {
  let written = state.revision
  return () => {
    if (state.revision === written) return
    written = state.revision
    writeStateText(folder, writeState(state))
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  service: Service,
  { throttle, onExchange }: EmulatorOptions,
  save: () => void,
): Promise<void> {
  const { method = 'GET', url = '/' } = request
  const text = await readText(request)
  const answer = await answerOrFail(() => {
    if (text === undefined) return refusal(413, 'RequestEntityTooLarge', overBudget('http-request'))
    const wait = throttle?.(method, url.split('?', 1)[0]!)
    if (wait !== undefined) return throttled(wait)
    const { authorization } = request.headers
    return respond({ method, url: new URL(service.origin + url), authorization, text }, service)
  }, save)
  const body = answer.body === undefined ? '' : stringify(answer.body)!
  response.writeHead(answer.status, {
    ...(body !== '' && { 'Content-Type': 'application/json; charset=utf-8' }),
    ...answer.headers,
  })
  response.end(body)
  onExchange?.({ method, url, request: text ?? '', status: answer.status, response: body })
}

/** The body of a request; undefined if it is too large, in which case the rest is discarded. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= budgets['http-request'].limit) chunks.push(chunk)
  }
  if (size > budgets['http-request'].limit) return undefined
  return Buffer.concat(chunks).toString('utf8')
}

const throttled = (seconds: number): Answer => ({
  ...refusal(429, 'TooManyRequests', `Too many requests. Try again after ${seconds} seconds.`),
  headers: { 'Retry-After': String(seconds) },
})

/** An internal error of the emulator must not end the process. */
async function answerOrFail(make: () => Answer | Promise<Answer>, save: () => void): Promise<Answer> {
  try {
    const answer = await make()
    save()
    return answer
  } catch (error) {
    return refusal(500, 'InternalServerError', `The emulator failed: ${(error as Error).message}`)
  }
}
