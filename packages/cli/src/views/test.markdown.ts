import { joined, type Printable, plain, printable, renderHuman, text } from '@tripline/diagnostics'
import type { CaseReport, TestReport } from '@tripline/replay'
import { caseText } from './case-text.ts'
import { fittingBlocks } from './fitting-blocks.ts'

/** A summary for the page of a CI run: the counts, then every case that did not pass, and why. */
export function testMarkdown({ cases, passed, failed, errors, diagnostics }: TestReport): Printable {
  const unsuccessful = cases.filter(({ status }) => status !== 'passed').map(caseBlock)
  const blocks = [...unsuccessful, ...(diagnostics.length > 0 ? [renderHuman(diagnostics, plain)] : [])]
  return joined(
    [
      text`### Tests\n\n`,
      text`| cases | passed | failed | errors |\n|---:|---:|---:|---:|\n`,
      text`| ${cases.length} | ${passed} | ${failed} | ${errors} |\n`,
      fittingBlocks(blocks, 'more message'),
    ],
    '',
  )
}

const caseBlock = (report: CaseReport): Printable => joined([printable(report.rule), caseText(report, plain)], '\n')
