import type { IncomingMessage, ServerResponse } from 'node:http'
import { budgets, overBudget } from '@tripline/budgets'
import { stringify } from 'lossless-json'
import { type Answer, badRequest, refusal } from './answer.ts'
import { faultyAnswer } from './faults.ts'
import type { rateLimits } from './rate-limits.ts'
import { respond } from './respond.ts'
import type { RouteContext } from './route.ts'

/** One request and its answer, as a log or a test sees them. */
export interface Exchange {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly request: string
  readonly status: number
  readonly response: string
}

export interface ServeOptions {
  readonly context: RouteContext
  /** The limits of Resource Manager, if they hold. */
  readonly limits: ReturnType<typeof rateLimits> | undefined
  /** The Retry-After with which a request is to be refused, if it is. */
  readonly throttle: ((method: string, path: string) => number | undefined) | undefined
  readonly onExchange: ((exchange: Exchange) => void) | undefined
  /** Saves the state if it has changed. */
  save(): void
}

/** Answers requests, unless chance cuts their connections. */
export function requestHandler({ context, limits, throttle, onExchange, save }: ServeOptions) {
  let requests = 0
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/' } = request
    const { headers } = request
    const bytes = await readBody(request)
    const path = url.split('?', 1)[0]!
    const counted = limits?.({ method, path, authorization: headers.authorization })
    if (context.chance.happens('drop')) return void response.destroy()
    const answer = await answerOrFail(() => {
      if (bytes === undefined) return refusal(413, 'RequestEntityTooLarge', overBudget('http-request'))
      const wait = throttle?.(method, path)
      if (wait !== undefined) return throttled(wait)
      if (counted?.refused) return counted.refused
      if (!url.startsWith('/')) return badRequest('The URL is malformed.')
      const faulty = faultyAnswer(context.chance, context.clock())
      return faulty ?? respond({ method, url: new URL(context.origin + url), headers, bytes }, context)
    }, save)
    if (context.chance.happens('dropAfter')) return void response.destroy()
    const body = answer.raw ?? (answer.body === undefined ? '' : stringify(answer.body)!)
    requests += 1
    response.writeHead(answer.status, {
      ...(answer.raw !== undefined && { 'Content-Length': Buffer.byteLength(answer.raw) }),
      ...(answer.body !== undefined && { 'Content-Type': 'application/json; charset=utf-8' }),
      'x-ms-request-id': requestId(requests),
      ...counted?.headers,
      ...answer.headers,
    })
    response.end(body)
    onExchange?.({ method, url, request: String(bytes ?? ''), status: answer.status, response: String(body) })
  }
}

const requestId = (number: number): string => `00000000-0000-4000-9000-${number.toString(16).padStart(12, '0')}`

/** The body of a request; undefined if it is too large, in which case the rest is discarded. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= budgets['http-request'].limit) chunks.push(chunk)
  }
  return size > budgets['http-request'].limit ? undefined : Buffer.concat(chunks)
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
