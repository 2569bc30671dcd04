import { checkPaths } from '../../packages/cli/dist/check/check-paths.js'
import { exitCodeOf } from '../../packages/cli/dist/process/exit-codes.js'
import { openContext } from '../../packages/cli/dist/project/command-context.js'
import { checkViews } from '../../packages/cli/dist/views/check.js'
import { callTripline, formatIn } from './call-tripline.mjs'

/** 2026-03-02T12:00:00Z in ticks. */
const now = 639_080_496_000_000_000n

/**
 * Runs `check` on files of the project in the current folder, with the result of `callTripline` in a tenth of the time:
 * tripline.yaml is read by the first call only and assumed not to change.
 */
export function checkInOneProject() {
  let known
  return argv =>
    callTripline(argv, '', async ([, ...words], io) => {
      known ??= (await openContext({ folder: undefined })).value
      const paths = words.filter((word, index) => !word.startsWith('--') && !words[index - 1]?.startsWith('--'))
      const report = await checkPaths(paths, known, { now, changedSince: undefined, cache: undefined })
      checkViews[formatIn(words)](report, io)
      return exitCodeOf(report.diagnostics)
    })
}
