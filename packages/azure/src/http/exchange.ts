import { Readable } from 'node:stream'
import {
  type HttpClient,
  isRestError,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from '@azure/core-rest-pipeline'
import { limits } from './limits.ts'
import { withoutToken } from './redact.ts'
import type { Clock, RequestBudget } from './request-budget.ts'

const everyStatus = new Set([Number.POSITIVE_INFINITY])

/**
 * One request and its whole answer within the budget. The stock client stops its timer at the headers and buffers
 * whatever follows, so the body is read here: `timeout` of a request covers its last byte too. It is text, unless the request
 * asks for a stream. Throws RestErrors.
 */
export const exchange = (transport: HttpClient, budget: RequestBudget, clock: Clock, largest: number): HttpClient => ({
  sendRequest: request => budget.during(() => answerTo(request, transport, budget, clock, largest)),
})

async function answerTo(
  request: PipelineRequest,
  transport: HttpClient,
  budget: RequestBudget,
  clock: Clock,
  largest: number,
): Promise<PipelineResponse> {
  const left = budget.startRequest()
  const own = request.timeout || limits.exchange
  const abort = new AbortController()
  const callOff = clock.after(Math.min(left, own), () => abort.abort())
  try {
    const { status, headers, readableStreamBody } = await transport.sendRequest({
      ...request,
      timeout: 0,
      abortSignal: abort.signal,
      streamResponseStatusCodes: everyStatus,
    })
    const bytes = await readBytes(readableStreamBody, largest, budget)
    const authorization = request.headers.get('authorization')
    for (const [name, value] of headers) {
      const clean = withoutToken(value, authorization)
      if (clean !== value) headers.set(name, clean)
    }
    return {
      request,
      status,
      headers,
      ...(request.streamResponseStatusCodes?.has(status)
        ? { readableStreamBody: Readable.from([bytes], { objectMode: false }) }
        : { bodyAsText: withoutToken(textOf(bytes), authorization) }),
    }
  } catch (thrown) {
    if (!abort.signal.aborted) throw thrown
    if (left < own) throw budget.timeSpent()
    throw new RestError(`no complete answer within ${own / 1000} seconds`, { code: 'Timeout' })
  } finally {
    callOff()
  }
}

/** The stream is destroyed, and with it the connection, when this throws. */
async function readBytes(
  stream: NodeJS.ReadableStream | undefined,
  largest: number,
  budget: RequestBudget,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of (stream ?? []) as AsyncIterable<Buffer>) {
      size += chunk.length
      budget.receive(chunk.length)
      if (size > largest) {
        throw new RestError(`the answer is larger than ${largest / 1_000_000} MB`, { code: 'AnswerTooLarge' })
      }
      chunks.push(chunk)
    }
  } catch (thrown) {
    if (isRestError(thrown)) throw thrown
    throw new RestError(`the answer was cut off: ${(thrown as Error).message}`, { code: 'AnswerBroken' })
  }
  return Buffer.concat(chunks)
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new RestError('the answer is not UTF-8', { code: 'InvalidResponse' })
  }
}
