import { once } from 'node:events'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type EmulatorEndpoint, localCertificate } from '@tripline/emulator'
import { type HandClock, handClock } from '@tripline/testkit'
import { onTestFinished } from 'vitest'

/** What a request is for. */
export type Purpose =
  | 'rules'
  | 'rule'
  | 'tables'
  | 'table'
  | 'list'
  | 'marks'
  | 'metadata'
  | 'workspace'
  | 'query'
  | 'other'

/** One exchange as the server sees it. */
export interface Turn {
  readonly purpose: Purpose
  readonly method: string
  readonly authorization: string
  /** Of all requests so far, from 1. */
  readonly count: number
  readonly response: ServerResponse
  readonly clock: HandClock
  /** Where the server is. */
  readonly origin: string
  /** Does what the request asks for, as answering well does. */
  store(): void
  /** Answers as JSON. */
  json(body: unknown, status?: number, headers?: OutgoingHttpHeaders): void
  /** Answers with a text as it is. */
  text(body: string | Buffer, status?: number, headers?: OutgoingHttpHeaders): void
  /** Writes and waits for the reader; false when it has gone. */
  push(chunk: string | Buffer): Promise<boolean>
}

export type Behaviour = (turn: Turn) => unknown

export interface HostileService extends EmulatorEndpoint {
  readonly clock: HandClock
  /** When it started, by that clock. */
  readonly start: number
  /** `METHOD purpose`, in order. */
  readonly requests: readonly string[]
  /** Stored ones, by id. */
  readonly rules: ReadonlyMap<string, unknown>
}

/** One is enough for all. */
const certificate = localCertificate()

const purposes: readonly (readonly [RegExp, Purpose])[] = [
  [/\/alertRules$/, 'rules'],
  [/\/alertRules\/[^/]+$/, 'rule'],
  [/\/tables$/, 'tables'],
  [/\/tables\/[^/]+$/, 'table'],
  [/\/metadata\/[^/]+$/, 'metadata'],
  [/\/metadata$/, 'marks'],
  [/\/(?:savedSearches|watchlists|automationRules)$/, 'list'],
  [/\/workspaces\/[^/]+\/query$/, 'query'],
  [/\/workspaces\/[^/]+$/, 'workspace'],
]

/**
 * A workspace on this machine that behaves as it is told, and well where `behave` gives undefined. Its clock is the
 * client's: it moves by what the client waits and by what the behaviour says.
 */
export async function hostileService(behave: Behaviour): Promise<HostileService> {
  const clock = handClock()
  const requests: string[] = []
  const state: State = {
    rules: new Map(),
    metadata: new Map(),
    table: new Map([
      ['retentionInDays', 90],
      ['totalRetentionInDays', 90],
    ]),
  }
  const { key, cert } = await certificate
  const server = createServer({ key, cert })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { pathname } = new URL(request.url!, origin)
    const purpose = purposes.find(([path]) => path.test(pathname))?.[1] ?? 'other'
    const method = request.method!
    requests.push(`${method} ${purpose}`)
    const text: Turn['text'] = (body, status = 200, headers = {}) => {
      response.writeHead(status, headers)
      response.end(body)
    }
    const id = pathname.split('/').at(-1)!
    const body = Buffer.concat(chunks).toString()
    const turn: Turn = {
      store: () => store({ purpose, method }, id, body, state),
      purpose,
      method,
      authorization: request.headers.authorization ?? '',
      count: requests.length,
      response,
      clock,
      origin,
      text,
      json: (body, status, headers) =>
        text(JSON.stringify(body), status, { 'Content-Type': 'application/json; charset=utf-8', ...headers }),
      async push(chunk) {
        if (response.destroyed) return false
        if (chunk.length > 0) await new Promise(resolve => response.write(chunk, resolve))
        return !response.destroyed
      },
    }
    // A behaviour may be cut short by the client.
    const answered = await Promise.resolve(behave(turn)).catch(() => true)
    if (answered === undefined && !response.headersSent && !response.destroyed) {
      turn.store()
      answerWell(turn, id, state)
    }
  })
  return { url: origin, ca: cert, clock, start: clock.now(), requests, rules: state.rules }
}

/** What the server has stored. */
interface State {
  readonly rules: Map<string, unknown>
  readonly metadata: Map<string, unknown>
  /** Properties of its one table. */
  readonly table: Map<string, unknown>
}

/** Does what a PUT or PATCH asks for. */
function store(
  { purpose, method }: Pick<Turn, 'purpose' | 'method'>,
  id: string,
  body: string,
  { rules, metadata, table }: State,
) {
  if (method === 'PUT' && purpose === 'metadata') metadata.set(id, { name: id, ...JSON.parse(body) })
  if (method === 'PUT' && purpose === 'rule') {
    rules.set(id, { name: id, etag: `"${rules.size + 1}"`, ...JSON.parse(body) })
  }
  if (method === 'PATCH' && purpose === 'table') {
    for (const [name, value] of Object.entries(JSON.parse(body).properties)) table.set(name, value)
  }
}

function answerWell({ purpose, json }: Turn, id: string, { rules, metadata, table: properties }: State): void {
  if ((purpose === 'rule' && !rules.has(id)) || (purpose === 'metadata' && !metadata.has(id))) {
    json({ error: { code: 'NotFound', message: 'not found' } }, 404)
    return
  }
  const rule = rules.get(id)
  const table = { name: 'SigninLogs', properties: Object.fromEntries(properties) }
  const answers: Readonly<Record<Purpose, unknown>> = {
    rules: { value: [...rules.values()] },
    rule,
    tables: { value: [table] },
    list: { value: [] },
    marks: { value: [...metadata.values()] },
    metadata: metadata.get(id),
    table,
    workspace: { name: id, properties: { customerId: '00000000-0000-4000-8000-00000000010c', retentionInDays: 30 } },
    query: { tables: [{ name: 'PrimaryResult', columns: [{ name: 'x', type: 'long' }], rows: [[1]] }] },
    other: {},
  }
  json(answers[purpose])
}
