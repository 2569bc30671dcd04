import { createContext, Script } from 'node:vm'

/** The result of work that ran out of time. */
export const timedOut: unique symbol = Symbol('timed out')

const slot = createContext({ work: undefined as (() => unknown) | undefined }) as { work: (() => unknown) | undefined }
const script = new Script('work()')

/**
 * The result of the work, or `timedOut` if it takes longer than the given time (milliseconds). Only `node:vm` can interrupt
 * synchronous code. Interrupted work may have left any of its state inconsistent.
 */
export function withinTime<T>(milliseconds: number, work: () => T): T | typeof timedOut {
  slot.work = work
  try {
    return script.runInContext(slot, { timeout: Math.max(1, Math.ceil(milliseconds)) }) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return timedOut
    throw error
  } finally {
    slot.work = undefined
  }
}
