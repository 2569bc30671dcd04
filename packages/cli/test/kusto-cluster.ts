import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

interface Asked {
  readonly csl: string
  readonly isCommand: boolean
}

/** What the option `--engine` calls a cluster of one test, which answers with a status and a body, or drops the connection (0), and all that it was asked. */
export async function kustoCluster(answerTo: (asked: Asked) => readonly [number, unknown]) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const { csl } = JSON.parse(await text(request)) as { readonly csl: string }
    const one = { csl, isCommand: request.url === '/v1/rest/mgmt' }
    asked.push(one)
    const [status, body] = answerTo(one)
    if (status === 0) return void response.destroy()
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise(resolve => server.once('listening', resolve))
  return { asked, engine: `kusto=http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** An answer of version 2 to a query: columns as `name:type`. */
export const kustoFrames = (heading: readonly string[], rows: readonly unknown[][]) => [
  {
    FrameType: 'DataTable',
    TableKind: 'PrimaryResult',
    Columns: heading.map(one => one.split(':')).map(([ColumnName, ColumnType]) => ({ ColumnName, ColumnType })),
    Rows: rows,
  },
  { FrameType: 'DataSetCompletion', HasErrors: false },
]
