import { createContext, Script } from 'node:vm'

/** What the work is answered with when its time is over. */
export const timedOut: unique symbol = Symbol('timed out')

const slot = createContext({ work: undefined as (() => unknown) | undefined }) as { work: (() => unknown) | undefined }
const script = new Script('work()')

/**
 * What the work answers, or `timedOut` when it takes longer than the given time (milliseconds). Nothing but `node:vm` can
 * interrupt synchronous code. What was interrupted may have left any of its state half made.
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
