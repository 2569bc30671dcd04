import { type HttpClient, isRestError, type PipelineResponse } from '@azure/core-rest-pipeline'
import { limits } from './limits.ts'
import type { Clock, RequestBudget } from './request-budget.ts'
import { retryAfter } from './retry-after.ts'

const passingStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

/** Transient connection failures. A refused connection is not one: a few seconds do not help. */
const passingCodes: ReadonlySet<string | undefined> = new Set([
  'AnswerBroken',
  'ECONNRESET',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
])

/**
 * Retries a request after transient failures; every request of this package is safe to repeat. Unlike the stock policy, it
 * retries a 429 without Retry-After, and leaves pauses that are too long to the caller.
 */
export const retrying = (client: HttpClient, budget: RequestBudget, clock: Clock): HttpClient => ({
  async sendRequest(request) {
    for (let attempt = 1; ; attempt++) {
      const sent = await settled(client.sendRequest(request))
      const asked = sent.response ? (retryAfter(sent.response.headers, clock.now()) ?? 0) : 0
      if (attempt === limits.attempts || !passes(sent) || asked > limits.pause) {
        if (sent.response) return sent.response
        throw sent.thrown
      }
      await budget.wait(Math.max(asked, limits.backoff * 2 ** (attempt - 1)))
    }
  },
})

type Sent = { readonly response: PipelineResponse } | { readonly response?: never; readonly thrown: unknown }

const settled = (pending: Promise<PipelineResponse>): Promise<Sent> =>
  pending.then(
    response => ({ response }),
    (thrown: unknown) => ({ thrown }),
  )

const passes = (sent: Sent): boolean =>
  sent.response
    ? passingStatuses.has(sent.response.status)
    : isRestError(sent.thrown) && passingCodes.has(sent.thrown.code)
