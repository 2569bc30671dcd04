import { type RunSeries, reachOf, type WindowTime } from '../plan/node.ts'

/** A run of a query: the value of `now()`, and the window that limits its tables (all in ticks). */
export interface TimedRun {
  readonly now: bigint
  readonly window: { readonly by: WindowTime; readonly from: bigint; readonly to: bigint; readonly visibleAt: bigint }
}

/** The series that runs are; undefined if they are none. */
export function seriesOf(runs: readonly TimedRun[]): RunSeries | undefined {
  const [one, two] = runs
  if (!one || !two) return undefined
  const step = two.now - one.now
  const period = one.window.to - one.window.from
  const grace = one.window.visibleAt - one.now
  const isNext = ({ now, window }: TimedRun, index: number) =>
    now === one.now + BigInt(index) * step &&
    window.by === one.window.by &&
    window.to === now &&
    window.from === now - period &&
    window.visibleAt === now + grace
  if (step <= 0n || period < 0n || !runs.every(isNext)) return undefined
  return { first: one.now, step, count: runs.length, period, grace }
}

/** Fewer blocks tell little more than all runs do, and shorter ones cost as much as their runs. */
const fewestBlocks = 8
const shortestBlock = 4

/** Into blocks of how many runs a series is divided: if possible as many as see a row, so that a row is in few blocks. */
export function blockLength(series: RunSeries): number | undefined {
  const length = Math.min(reachOf(series), Math.floor(series.count / fewestBlocks))
  return length >= shortestBlock ? length : undefined
}
