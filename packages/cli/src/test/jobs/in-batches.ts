import type { SuiteReplay, SuiteReport } from '@tripline/replay'
import type { SuiteOrder } from './suite-order.ts'

interface Pending {
  readonly order: SuiteOrder
  readonly resolve: (report: SuiteReport) => void
  readonly reject: (error: unknown) => void
}

/** Collects the test files that are to be replayed until nothing more comes at once. */
export function inBatches(replayAll: (orders: readonly SuiteOrder[]) => Promise<readonly SuiteReport[]>): SuiteReplay {
  let pending: Pending[] = []
  async function flush(): Promise<void> {
    const batch = pending
    pending = []
    try {
      const reports = await replayAll(batch.map(({ order }) => order))
      for (const [index, { resolve }] of batch.entries()) resolve(reports[index]!)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  return (file, except = new Set()) =>
    new Promise((resolve, reject) => {
      if (pending.length === 0) setImmediate(flush)
      pending.push({ order: { file, except }, resolve, reject })
    })
}
