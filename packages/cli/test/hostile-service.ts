import { once } from 'node:events'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type EmulatorEndpoint, localCertificate } from '@tripline/emulator'
import { type HandClock, handClock } from '@tripline/testkit'
import { onTestFinished } from 'vitest'

/** What a request is for. */
export type Purpose = 'rules' | 'rule' | 'tables' | 'table' | 'workspace' | 'query' | 'other'

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
  /** Stores the rule of a PUT, as answering well does. */
  stored(): void
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
  /** `METHOD purpose`, in order. */
  readonly requests: readonly string[]
  /** Of rules that the server has stored, by id. */
  readonly stored: ReadonlyMap<string, unknown>
}

/** One is enough for all. */
const certificate = localCertificate()

const purposes: readonly (readonly [RegExp, Purpose])[] = [
  [/\/alertRules$/, 'rules'],
  [/\/alertRules\/[^/]+$/, 'rule'],
  [/\/tables$/, 'tables'],
  [/\/tables\/[^/]+$/, 'table'],
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
  const stored = new Map<string, unknown>()
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
      stored: () => void storeRule(id, body, stored),
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
      answerWell(turn, id, body, stored)
    }
  })
  return { url: origin, ca: cert, clock, requests, stored }
}

function storeRule(id: string, body: string, stored: Map<string, unknown>): unknown {
  const rule = { name: id, etag: `"${stored.size + 1}"`, ...JSON.parse(body) }
  stored.set(id, rule)
  return rule
}

function answerWell({ purpose, method, json }: Turn, id: string, body: string, stored: Map<string, unknown>): void {
  if (method === 'PUT') {
    json(storeRule(id, body, stored))
    return
  }
  const rule = stored.get(id) ?? {}
  const table = { name: 'SigninLogs', properties: { retentionInDays: 90, totalRetentionInDays: 90 } }
  const answers: Readonly<Record<Purpose, unknown>> = {
    rules: { value: [...stored.values()] },
    rule,
    tables: { value: [table] },
    table,
    workspace: { properties: { customerId: '00000000-0000-4000-8000-00000000010c' } },
    query: { tables: [{ name: 'PrimaryResult', columns: [{ name: 'x', type: 'long' }], rows: [[1]] }] },
    other: {},
  }
  json(answers[purpose])
}
