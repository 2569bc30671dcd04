import type { Drift } from '@tripline/deploy'
import { joined, plain, preformatted, text } from '@tripline/diagnostics'
import type { TargetReport } from '../deploy/target-report.ts'
import type { Io } from '../process/io.ts'
import { driftedText, driftSums, unownedText } from './drift-text.ts'
import { fittingBlocks } from './fitting-blocks.ts'
import { partsOf, sumLines } from './target-report.ts'

/** Bytes. GitHub takes issues of 65,536 characters, and an escaped character may have five. */
const issue = 12_000

/** The text of an issue: the totals, then what has changed in each workspace. */
export function showDriftMarkdown(report: TargetReport<Drift>, { stdout }: Io): void {
  const blocks = partsOf(report, plain, drift => [
    ...drift.drifted.map(one => driftedText(one, drift.workspace, plain)),
    ...unownedText(drift),
  ])
  const sums = preformatted(sumLines(report, driftSums))
  stdout.write(joined([text`### Drift\n\n`, sums, fittingBlocks(blocks, 'more resource', issue)], ''))
}
