import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline'

/** The longest wait, in seconds, that a service can impose on a request; longer ones are reported instead. */
const longest = 60

/** The response header under which a wait that is too long stays readable. */
const refusedWaitHeader = 'x-tripline-refused-wait'

/**
 * The stock retry policy waits for as long as Retry-After says, hours if need be, and does not retry a 429 without that
 * header. So a wait that is too long is moved to a header that it does not know.
 */
const boundedRetryAfter: PipelinePolicy = {
  name: 'boundedRetryAfter',
  async sendRequest(request, next) {
    const response = await next(request)
    const seconds = Number(response.headers.get('retry-after'))
    if (seconds > longest) {
      response.headers.delete('retry-after')
      response.headers.set(refusedWaitHeader, String(seconds))
    }
    return response
  },
}

/** The seconds that a response asked to wait, when those were too many. */
export function refusedWait({ headers }: Pick<PipelineResponse, 'headers'>): { readonly retryAfter?: number } {
  const seconds = headers.get(refusedWaitHeader)
  return seconds === undefined ? {} : { retryAfter: Number(seconds) }
}

/** Client options under which a throttled request is retried a few times, and never waits long. */
export const boundedRetry = {
  retryOptions: { maxRetries: 4, retryDelayInMs: 250 },
  additionalPolicies: [{ policy: boundedRetryAfter, position: 'perRetry' as const }],
}
