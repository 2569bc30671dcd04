import type { DatabasesByLogs } from '@tripline/kql/engine'
import type { CaseReport, SuiteReport } from '@tripline/replay'
import { type Elsewhere, localReplay } from './local-replay.ts'
import type { ReplayWorld, SuiteOrder } from './suite-order.ts'

/** Replays test files one after the other in this process; `databases` are closed in the end. */
export async function replayHere(
  orders: readonly SuiteOrder[],
  world: ReplayWorld,
  stopwatch: () => number,
  onCase: (report: CaseReport) => void = () => {},
  isOver?: () => boolean,
  elsewhere?: Elsewhere,
  databases?: DatabasesByLogs,
): Promise<readonly SuiteReport[]> {
  await using local = localReplay(world, stopwatch, isOver, elsewhere, databases)
  const reports: SuiteReport[] = []
  for (const order of orders) reports.push(await local.replay(order, { started() {}, ended: onCase }))
  return reports
}
