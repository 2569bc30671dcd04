import { joined, plain, preformatted, text } from '@tripline/diagnostics'
import type { RuleCoverage } from '@tripline/replay'
import type { ScoredRule } from '../coverage/score-rules.ts'
import type { Io } from '../process/io.ts'
import { coverageSum, coverageText, scoreSum, scoreText } from './coverage.human.ts'
import { fittingBlocks } from './fitting-blocks.ts'

/** A summary for a pull request: the total, then the conditions of each rule that were not seen true and false. */
export function showCoverageMarkdown(coverages: readonly RuleCoverage[], { stdout }: Io): void {
  const blocks = coverages.map(coverage => coverageText(coverage, plain))
  stdout.write(
    joined([text`### Coverage\n\n`, preformatted(coverageSum(coverages)), fittingBlocks(blocks, 'more rule')], ''),
  )
}

/** The same for changes that no test notices. */
export function showScoresMarkdown(scores: readonly ScoredRule[], { stdout }: Io): void {
  const blocks = scores.map(score => scoreText(score, plain))
  stdout.write(joined([text`### Mutants\n\n`, preformatted(scoreSum(scores)), fittingBlocks(blocks, 'more rule')], ''))
}
