import type { SuiteReport } from '@tripline/replay'
import { ordersAtOnce } from './process-message.ts'
import { type Containment, replayContained } from './replay-contained.ts'
import type { ReplayProcess } from './start-replay-process.ts'
import type { SuiteOrder } from './suite-order.ts'

/**
 * Replays test files in up to `jobs` processes, each one file after the other; returns their reports in the order of the files.
 * While many files are left, a process knows the next ones, so that it need not wait for them; the last ones go to whoever is idle.
 */
export async function replayInProcesses(
  orders: readonly SuiteOrder[],
  jobs: number,
  start: () => ReplayProcess,
  containment: Containment,
): Promise<readonly SuiteReport[]> {
  const reports: SuiteReport[] = []
  const waiting = [...orders.entries()]
  const areMany = () => waiting.length > 2 * jobs * ordersAtOnce
  async function work(): Promise<void> {
    let current = start()
    let own: typeof waiting = []
    const replacement = async () => {
      await current.end()
      current = start()
      return current
    }
    try {
      for (;;) {
        const fewest = areMany() ? ordersAtOnce : 1
        const [next, ...later] = own.length < fewest ? [...own, ...waiting.splice(0, fewest)] : own
        if (!next) break
        own = later
        const [index, order] = next
        const following = later.map(([, order]) => order)
        reports[index] = containment.isOver?.()
          ? { cases: [], diagnostics: [] }
          : await replayContained(order, following, current, replacement, containment)
      }
    } finally {
      await current.end()
    }
  }
  await Promise.all(Array.from({ length: Math.min(jobs, orders.length) }, work))
  return reports
}
