import { joined, type Printable, plain, preformatted, printable, renderHuman, text } from '@tripline/diagnostics'
import type { CaseReport, TestReport } from '@tripline/replay'
import { caseText } from './case-text.ts'
import { count } from './wording.ts'

/** Bytes. GitHub keeps no summary of more than 1 MiB, and an escaped character may have five times the bytes. */
const limit = 200_000

/** A summary for the page of a CI run: the counts, then every case that did not pass, and why. */
export function testMarkdown({ cases, passed, failed, errors, diagnostics }: TestReport): Printable {
  const unsuccessful = cases.filter(({ status }) => status !== 'passed').map(caseBlock)
  const blocks = [...unsuccessful, ...(diagnostics.length > 0 ? [renderHuman(diagnostics, plain)] : [])]
  const shown = fitting(blocks)
  const left = blocks.length - shown.length
  return joined(
    [
      text`### Tests\n\n`,
      text`| cases | passed | failed | errors |\n|---:|---:|---:|---:|\n`,
      text`| ${cases.length} | ${passed} | ${failed} | ${errors} |\n`,
      ...(shown.length > 0 ? [text`\n${preformatted(joined(shown, '\n\n'))}`] : []),
      ...(left > 0 ? [text`\n${count(left, 'more message')} in the log.\n`] : []),
    ],
    '',
  )
}

const caseBlock = (report: CaseReport): Printable => joined([printable(report.rule), caseText(report, plain)], '\n')

/** The blocks that fit, in order. */
function fitting(blocks: readonly Printable[]): readonly Printable[] {
  let bytes = 0
  return blocks.filter(block => {
    const size = Buffer.byteLength(String(block))
    if (bytes + size > limit) return false
    bytes += size
    return true
  })
}
