import { joined, plain, preformatted, text } from '@tripline/diagnostics'
import type { RuleChange } from '../diff/diff-alerts.ts'
import type { Io } from '../process/io.ts'
import { countChanges, diffSum, hasChanged, ruleChangeText } from './diff.human.ts'
import { fittingBlocks } from './fitting-blocks.ts'

/** Bytes. GitHub takes comments of 65,536 characters, and an escaped character may have five. */
const comment = 12_000

/** A comment for a pull request: the counts, then the alerts that come and go. */
export function showDiffMarkdown(changes: readonly RuleChange[], base: string, { stdout }: Io): void {
  const { added, removed } = countChanges(changes)
  const blocks = changes.filter(hasChanged).map(change => ruleChangeText(change, plain))
  stdout.write(
    joined(
      [
        text`### Alerts\n\n`,
        preformatted(diffSum(changes, base)),
        text`\n| added | removed |\n|---:|---:|\n| ${added} | ${removed} |\n`,
        fittingBlocks(blocks, 'more rule', comment),
      ],
      '',
    ),
  )
}
