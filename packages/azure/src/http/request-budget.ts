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
}

/** Error code after which a command sends nothing more. */
export const budgetSpent = 'BudgetSpent'

export function openRequestBudget(clock: Clock): RequestBudget {
  const spent = { time: 0, requests: 0, bytes: 0 }
  const check = () => {
    const over = (Object.keys(spent) as (keyof typeof spent)[]).find(what => spent[what] > limits.command[what])
    if (over) throw spentError(over)
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
      return limits.command.time - spent.time
    },
    receive(bytes) {
      spent.bytes += bytes
      check()
    },
    during,
    wait: milliseconds => during(() => clock.wait(milliseconds)),
  }
}

const messages = {
  time: `the service took more than ${limits.command.time / 60_000} minutes in total`,
  requests: `more than ${limits.command.requests} requests were needed`,
  bytes: `all answers together exceed ${limits.command.bytes / 1_000_000} MB`,
} as const

const spentError = (what: keyof typeof messages) => new RestError(messages[what], { code: budgetSpent })

/** Thrown when an exchange is cancelled because no time is left. */
export const timeSpent = (): RestError => spentError('time')
