import { type HttpClient, isRestError, type PipelineResponse } from '@azure/core-rest-pipeline'
import type { Clock } from './clock.ts'
import { limits } from './limits.ts'
import type { Budget } from './request-budget.ts'
import { retryAfter } from './retry-after.ts'

const passingStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

/** Failures of a connection that the next one need not have. Where nobody listens, nobody will in a few seconds. */
const passingCodes: ReadonlySet<string | undefined> = new Set([
  'AnswerBroken',
  'ECONNRESET',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
])

/**
 * Sends a request again after failures that pass: every request of this package may be sent twice. Unlike the stock
 * policy, it retries a 429 without Retry-After, and leaves a pause that is too long to the caller.
 */
export const retrying = (client: HttpClient, budget: Budget, clock: Clock): HttpClient => ({
  async sendRequest(request) {
    for (let attempt = 1; ; attempt++) {
      const outcome = await outcomeOf(client.sendRequest(request))
      const asked = outcome.response ? (retryAfter(outcome.response.headers, clock.now()) ?? 0) : 0
      if (attempt === limits.attempts || !passes(outcome) || asked > limits.pause) {
        if (outcome.response) return outcome.response
        throw outcome.thrown
      }
      await budget.wait(Math.max(asked, limits.backoff * 2 ** (attempt - 1)))
    }
  },
})

type Outcome = { readonly response: PipelineResponse } | { readonly response?: never; readonly thrown: unknown }

const outcomeOf = (sent: Promise<PipelineResponse>): Promise<Outcome> =>
  sent.then(
    response => ({ response }),
    (thrown: unknown) => ({ thrown }),
  )

const passes = (outcome: Outcome): boolean =>
  outcome.response
    ? passingStatuses.has(outcome.response.status)
    : isRestError(outcome.thrown) && passingCodes.has(outcome.thrown.code)
