import type { Drift } from '@tripline/deploy'
import { joined, plain, preformatted, printable, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { driftedText, driftSums, unownedText } from './drift-text.ts'
import { fittingBlocks } from './fitting-blocks.ts'

/** Bytes. GitHub takes issues of 65,536 characters, and an escaped character may have five. */
const issue = 12_000

/** The text of an issue: the totals, then what has changed in the workspace. */
export function showDriftMarkdown(drift: Drift, { stdout }: Io): void {
  const blocks = [...drift.drifted.map(one => driftedText(one, plain)), ...unownedText(drift)]
  const sums = preformatted(joined([printable(drift.workspace), printable(driftSums(drift))], '\n'))
  stdout.write(joined([text`### Drift\n\n`, sums, fittingBlocks(blocks, 'more resource', issue)], ''))
}
