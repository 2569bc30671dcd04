import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request as send } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { EmulatorEndpoint } from '../state/state-folder.ts'
import { localCertificate } from './certificate.ts'

const certificate = localCertificate()

/** The connection of a process that is killed at one of its requests: just before the service takes it, or just after. */
export interface DyingLine extends EmulatorEndpoint {
  /** `METHOD path` of the request at which it died; undefined if there were fewer. */
  readonly diedAt: () => string | undefined
  close(): void
}

/** For tests of what becomes of a deployment that is killed: a line to an emulator that dies at its `count`-th request. */
export async function dyingLine(
  service: EmulatorEndpoint,
  count: number,
  moment: 'before' | 'after',
): Promise<DyingLine> {
  const { key, cert } = await certificate
  let requests = 0
  let diedAt: string | undefined
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    requests += 1
    if (requests > count) return void response.destroy()
    if (requests === count) diedAt = `${request.method} ${request.url!.split('?')[0]}`
    if (requests === count && moment === 'before') return void response.destroy()
    const { method, headers } = request
    const onward = send(service.url + request.url, { ca: service.ca, method: method!, headers })
    onward.end(body)
    const [answer] = (await once(onward, 'response')) as [IncomingMessage]
    // Links in the answer lead through here, too.
    const text = (await buffer(answer)).toString().replaceAll(service.url, line.url)
    if (requests === count) return void response.destroy()
    for (const [name, value] of Object.entries(answer.headers)) {
      if (name !== 'content-length') response.setHeader(name, String(value).replaceAll(service.url, line.url))
    }
    response.writeHead(answer.statusCode!)
    response.end(text)
  }
  const server = createServer({ key, cert }, (request, response) => {
    pass(request, response).catch(() => response.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const line: DyingLine = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: cert,
    diedAt: () => diedAt,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return line
}
