import { RestError } from '@azure/core-rest-pipeline'
import { limits } from './limits.ts'

/** Time in milliseconds, supplied by the edge of the program. */
export interface Clock {
  /** Since 1970, UTC. */
  now(): number
  wait(milliseconds: number): Promise<void>
  /** Calls `ring` once that much time has passed; the result cancels it. */
  after(milliseconds: number, ring: () => void): () => void
}

/** What one command may still spend on a service. Time at a prompt does not count. */
export interface RequestBudget {
  /** Counts a request, and gives the milliseconds it may take. Throws `BudgetSpent`. */
  startRequest(): number
  /** Counts bytes as they arrive. Throws `BudgetSpent`. */
  receive(bytes: number): void
  /** Counts the time that some work takes; that of works at the same time is counted once. */
  during<T>(work: () => Promise<T>): Promise<T>
  /** Waits, and counts that. */
  wait(milliseconds: number): Promise<void>
  /** The error of an exchange that is cancelled because no time is left. */
  timeSpent(): RestError
}

/** Error code after which a command sends nothing more. */
export const budgetSpent = 'BudgetSpent'

/** The most that may be spent. */
export interface Allowance {
  /** Milliseconds. */
  readonly time: number
  readonly requests: number
  /** Of answers. */
  readonly bytes: number
}

export function openRequestBudget(clock: Clock, allowance: Allowance = limits.command): RequestBudget {
  const spent = { time: 0, requests: 0, bytes: 0 }
  const check = () => {
    for (const what of ['time', 'requests', 'bytes'] as const) {
      if (spent[what] > allowance[what]) throw spentError(what, allowance)
    }
  }
  let works = 0
  let since = 0
  /** Moves the time of the works under way to what is spent. */
  const settle = () => {
    if (works > 0) spent.time += Math.max(0, clock.now() - since)
    since = clock.now()
  }
  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    settle()
    works += 1
    try {
      return await work()
    } finally {
      settle()
      works -= 1
    }
  }
  return {
    startRequest() {
      spent.requests += 1
      settle()
      check()
      return allowance.time - spent.time
    },
    receive(bytes) {
      spent.bytes += bytes
      check()
    },
    during,
    wait: milliseconds => during(() => clock.wait(milliseconds)),
    timeSpent: () => spentError('time', allowance),
  }
}

const messages: Readonly<Record<keyof Allowance, (allowance: Allowance) => string>> = {
  time: ({ time }) => `the service took more than ${time / 60_000} minutes in total`,
  requests: ({ requests }) => `more than ${requests} requests were needed`,
  bytes: ({ bytes }) => `all answers together exceed ${bytes / 1_000_000} MB`,
}

const spentError = (what: keyof Allowance, allowance: Allowance) =>
  new RestError(messages[what](allowance), { code: budgetSpent })
