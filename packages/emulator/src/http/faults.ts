import { lookUp } from '@tripline/diagnostics'
import { type Answer, refusal } from './answer.ts'

/** What can go wrong by chance. */
const faultKinds = {
  '429':
    'the request is refused for a while, which the answer says in any of the ways that clients know, or does not say',
  '500': 'the request is not carried out and answered with 500, 502, 503 or 504',
  drop: 'the connection is cut before the request is carried out',
  dropAfter: 'the connection is cut once the request has been carried out',
  '404read': 'a resource is not found although it was created less than 30 seconds ago',
  etag: 'a resource gets another etag, and no other change, before it is written',
  ghost: 'the rows of a watchlist that is deleted stay in queries, and in no list, once the watchlist is made again',
} as const

export type FaultName = keyof typeof faultKinds

/** How often each goes wrong: 0 never, 1 always. */
export type Faults = Readonly<Partial<Record<FaultName, number>>>

/** The faults that a text such as `429:0.1,drop:0.02` names; undefined for any other text. */
export function parseFaults(text: string): Faults | undefined {
  const faults: Partial<Record<FaultName, number>> = {}
  for (const part of text.split(',')) {
    const [name = '', probability = '', ...more] = part.split(':')
    if (!lookUp(faultKinds, name) || more.length > 0 || !/^(0|1|0?\.\d+)$/.test(probability)) return undefined
    faults[name as FaultName] = Number(probability)
  }
  return faults
}

/** Decides what goes wrong, and how. */
export interface Chance {
  /** Whether this goes wrong now. */
  happens(name: FaultName): boolean
  /** A number below `count`. */
  pick(count: number): number
}

/** The same decisions for the same seed and the same order of questions. */
export function seededChance(faults: Faults, seed: number): Chance {
  const drawn = mulberry32(seed)
  return {
    happens(name) {
      const probability = faults[name]
      return probability !== undefined && drawn() < probability
    },
    pick: count => Math.floor(drawn() * count),
  }
}

/** Numbers from 0 to below 1. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The ways in which an answer says how many seconds to wait. */
const waits: readonly ((seconds: number, now: Date) => Readonly<Record<string, string>>)[] = [
  seconds => ({ 'Retry-After': String(seconds) }),
  (seconds, now) => ({ 'Retry-After': new Date(now.getTime() + seconds * 1000).toUTCString() }),
  seconds => ({ 'retry-after-ms': String(seconds * 1000) }),
  seconds => ({ 'x-ms-retry-after-ms': String(seconds * 1000) }),
  () => ({}),
]

const failures = [
  [500, 'InternalServerError'],
  [502, 'BadGateway'],
  [503, 'ServiceUnavailable'],
  [504, 'GatewayTimeout'],
] as const

/** The answer of a request that goes wrong before it is carried out, if it does. */
export function faultyAnswer(chance: Chance, now: Date): Answer | undefined {
  if (chance.happens('429')) {
    const seconds = 1 + chance.pick(5)
    const refused = refusal(429, 'TooManyRequests', 'Too many requests. Try again later.')
    return { ...refused, headers: waits[chance.pick(waits.length)]!(seconds, now) }
  }
  if (!chance.happens('500')) return undefined
  const [status, code] = failures[chance.pick(failures.length)]!
  return refusal(status, code, 'The emulator fails by chance.')
}
