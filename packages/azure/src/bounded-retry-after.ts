import type { PipelinePolicy } from '@azure/core-rest-pipeline'

/** The longest wait, in seconds, that a service can impose on a request; longer ones are reported instead. */
const longest = 60

/** The response header under which a wait that is too long stays readable. */
export const refusedWaitHeader = 'x-tripline-refused-wait'

/**
 * The stock retry policy waits for as long as Retry-After says, hours if need be, and does not retry a 429 without that
 * header. So a wait that is too long is moved to a header that it does not know.
 */
export const boundedRetryAfter: PipelinePolicy = {
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
