import type { SuiteReport } from '@tripline/replay'
import { type Containment, replayContained } from './replay-contained.ts'
import type { ReplayProcess } from './start-replay-process.ts'
import type { SuiteOrder } from './suite-order.ts'

/** When test files are replayed in processes of their own, and in how many. */
export interface Jobs {
  /** Processes that may run side by side; with 1, everything is replayed in the command's own process. */
  readonly most: number
  /** Fewer test files are replayed in the command's own process. */
  readonly fromFiles: number
}

export const needsProcesses = (files: number, { most, fromFiles }: Jobs): boolean => most > 1 && files >= fromFiles

/**
 * Replays test files in up to `jobs` processes, each one file after the other; returns their reports in the order of the files.
 */
export async function replayInProcesses(
  orders: readonly SuiteOrder[],
  jobs: number,
  start: () => ReplayProcess,
  containment: Containment,
): Promise<readonly SuiteReport[]> {
  const reports: SuiteReport[] = []
  const waiting = orders.entries()
  async function work(): Promise<void> {
    let current = start()
    const replacement = async () => {
      await current.end()
      current = start()
      return current
    }
    try {
      for (const [index, order] of waiting) {
        reports[index] = containment.isOver?.()
          ? { cases: [], diagnostics: [] }
          : await replayContained(order, current, replacement, containment)
      }
    } finally {
      await current.end()
    }
  }
  await Promise.all(Array.from({ length: Math.min(jobs, orders.length) }, work))
  return reports
}
