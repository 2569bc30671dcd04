import { type HttpClient, type PipelineRequest, type PipelineResponse, RestError } from '@azure/core-rest-pipeline'
import { limits } from './limits.ts'
import { tooLong } from './refused-pause.ts'
import type { Clock } from './request-budget.ts'
import { retryAfter } from './retry-after.ts'

/** Resource Manager counts requests by what they do, each class on its own. */
export type RequestClass = 'reads' | 'writes' | 'deletes'

const classOf = ({ method }: PipelineRequest): RequestClass =>
  method === 'GET' ? 'reads' : method === 'DELETE' ? 'deletes' : 'writes'

/** When requests of one class may be sent. */
interface Pace {
  /** Resolves when the next one may be sent; in the order of the calls. Throws if that is not soon. */
  turn(): Promise<void>
  /** Takes in what the service says about its own count. */
  hear(response: PipelineResponse, sentAt: number): void
}

/** The longest pause that we choose, when the service does not name one. */
const longestGuess = 32_000

function pace(name: RequestClass, { now, wait }: Pick<Clock, 'now' | 'wait'>): Pace {
  const { burst, perSecond } = limits[name]
  let tokens: number = burst
  let counted = now()
  let stoppedUntil = 0
  let refusals = 0
  let refusedAt = Number.NEGATIVE_INFINITY
  let last: Promise<void> = Promise.resolve()

  const refill = () => {
    tokens = Math.min(burst, tokens + (Math.max(0, now() - counted) / 1000) * perSecond)
    counted = now()
  }
  async function next(): Promise<void> {
    for (;;) {
      refill()
      const stopped = stoppedUntil - now()
      if (stopped > limits.pause) {
        throw new RestError(`not sent ${tooLong(Math.ceil(stopped / 1000))}`, { code: 'TooManyRequests' })
      }
      const pause = Math.max(stopped, tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000))
      if (pause <= 0) break
      await wait(pause)
    }
    tokens -= 1
  }
  return {
    turn() {
      const own = last.then(next)
      last = own.catch(() => {})
      return own
    },
    hear({ status, headers }, sentAt) {
      refill()
      const remaining = Number(headers.get(`x-ms-ratelimit-remaining-subscription-${name}`) ?? Number.NaN)
      if (remaining >= 0) tokens = Math.min(tokens, remaining)
      if (status !== 429) {
        refusals = 0
        return
      }
      const asked = retryAfter(headers, now())
      // Requests that were under way when the first was refused say nothing new.
      if (asked === undefined && sentAt <= refusedAt) return
      refusedAt = now()
      const guess = Math.min(limits.backoff * 2 ** refusals, longestGuess)
      refusals += 1
      stoppedUntil = Math.max(stoppedUntil, now() + (asked ?? guess))
    },
  }
}

/** Sends no faster than Resource Manager allows, and nothing of a class that it has asked to wait. */
export function paced(client: HttpClient, time: Pick<Clock, 'now' | 'wait'>): HttpClient {
  const paces = { reads: pace('reads', time), writes: pace('writes', time), deletes: pace('deletes', time) }
  return {
    async sendRequest(request) {
      const own = paces[classOf(request)]
      await own.turn()
      const sentAt = time.now()
      const response = await client.sendRequest(request)
      own.hear(response, sentAt)
      return response
    },
  }
}
