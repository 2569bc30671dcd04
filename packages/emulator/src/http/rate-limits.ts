import { type Answer, refusal } from './answer.ts'

/** A bucket of tokens: each request takes one, and so many come back a second. */
interface Bucket {
  readonly kind: string
  readonly methods: readonly string[]
  readonly capacity: number
  readonly perSecond: number
}

/** The limits of Azure Resource Manager for a subscription, a principal and a kind of request. */
const buckets: readonly Bucket[] = [
  { kind: 'reads', methods: ['GET'], capacity: 250, perSecond: 25 },
  { kind: 'writes', methods: ['PUT', 'PATCH', 'POST'], capacity: 200, perSecond: 10 },
  { kind: 'deletes', methods: ['DELETE'], capacity: 200, perSecond: 10 },
]

interface Counted {
  readonly headers: Readonly<Record<string, string>>
  /** The answer when the bucket is empty. */
  readonly refused?: Answer
}

interface Asked {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
}

/** Counts requests to Resource Manager; other services have none of these limits. */
export function rateLimits(clock: () => Date): (asked: Asked) => Counted {
  const levels = new Map<string, { readonly tokens: number; readonly at: number }>()
  return ({ method, path, authorization = '' }) => {
    const subscription = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1]?.toLowerCase()
    const bucket = buckets.find(({ methods }) => methods.includes(method))
    if (subscription === undefined || !bucket) return { headers: {} }
    const { kind, capacity, perSecond } = bucket
    const key = [kind, subscription, authorization].join(' ')
    const at = clock().getTime()
    const last = levels.get(key) ?? { tokens: capacity, at }
    const tokens = Math.min(capacity, last.tokens + ((at - last.at) / 1000) * perSecond)
    const left = tokens < 1 ? tokens : tokens - 1
    levels.set(key, { tokens: left, at })
    const headers = { [`x-ms-ratelimit-remaining-subscription-${kind}`]: String(Math.floor(left)) }
    if (tokens >= 1) return { headers }
    const seconds = Math.ceil((1 - tokens) / perSecond)
    const message = `The number of ${kind} of the subscription is exceeded. Try again after ${seconds} seconds.`
    const refused = refusal(429, 'SubscriptionRequestsThrottled', message)
    return { headers, refused: { ...refused, headers: { ...headers, 'Retry-After': String(seconds) } } }
  }
}
