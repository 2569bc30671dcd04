import { statSync } from 'node:fs'
import { showFigure } from './figure-table.mjs'

/** The least time of several runs, by the clock and of all processors (milliseconds). */
export function stopwatch() {
  const least = { clock: Number.POSITIVE_INFINITY, cores: Number.POSITIVE_INFINITY }
  return {
    least,
    async time(run) {
      const [clock, used] = [performance.now(), process.cpuUsage()]
      const result = await run()
      const { user, system } = process.cpuUsage(used)
      least.clock = Math.min(least.clock, performance.now() - clock)
      least.cores = Math.min(least.cores, (user + system) / 1_000)
      return result
    },
  }
}

/** A line with how many times as long as theirs ours takes over a file, and how many it may. */
export function report(name, path, ours, theirs, most) {
  const milliseconds = ({ least }) => `${least.clock.toFixed(0)} ms`
  const byCores = (ours.least.cores / theirs.least.cores).toFixed(2)
  const details = `${byCores} × its time of cores; ${milliseconds(ours)}, ${milliseconds(theirs)}, ${(statSync(path).size / 1e6).toFixed(0)} MB`
  showFigure(name, ours.least.clock / theirs.least.clock, '×', most, details)
}
