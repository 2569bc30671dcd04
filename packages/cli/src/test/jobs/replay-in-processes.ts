import type { SuiteReport } from '@tripline/replay'
import { type Containment, replayContained } from './replay-contained.ts'
import type { ReplayProcess } from './start-replay-process.ts'
import type { SuiteOrder } from './suite-order.ts'

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
