import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { handClock } from '@tripline/testkit'
import { onTestFinished } from 'vitest'
import { kustoEngine, type RemoteEngine } from '../src/index.ts'

interface Asked {
  readonly path: string
  readonly db: string
  readonly csl: string
  readonly properties: { readonly Options: Readonly<Record<string, unknown>> }
}

export type Respond = (response: ServerResponse, asked: Asked, count: number) => unknown

/** An engine over a cluster that answers as it is told; a wait passes at once. */
export async function engineOver(respond: Respond) {
  const requests: Asked[] = []
  const clock = handClock()
  async function handle(request: IncomingMessage, response: ServerResponse) {
    const asked: Asked = { path: request.url, ...JSON.parse(await text(request)) }
    requests.push(asked)
    await respond(response, asked, requests.length)
  }
  const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const cluster = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const engine: RemoteEngine = kustoEngine({ cluster, database: 'Logs' }, undefined, clock)
  onTestFinished(() => {
    engine.close()
    server.closeAllConnections()
    server.close()
  })
  return { engine, clock, requests }
}

/** An answer of version 2 with one table. */
export const frames = (
  columns: readonly (readonly [string, string])[],
  rows: readonly unknown[],
  more: object = {},
) => [
  { FrameType: 'DataSetHeader', IsProgressive: false, Version: 'v2.0' },
  {
    FrameType: 'DataTable',
    TableId: 1,
    TableKind: 'PrimaryResult',
    TableName: 'PrimaryResult',
    Columns: columns.map(([ColumnName, ColumnType]) => ({ ColumnName, ColumnType })),
    Rows: rows,
  },
  { FrameType: 'DataSetCompletion', HasErrors: false, Cancelled: false, ...more },
]

export const json = (response: ServerResponse, body: unknown, status = 200, headers = {}) =>
  response
    .writeHead(status, { 'Content-Type': 'application/json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body))

/** A failure as clusters describe it. */
export const oneApi = (message: string, code = 'General_BadRequest') => ({
  error: { code, message: 'Request is invalid and cannot be executed.', '@message': message, '@permanent': true },
})
