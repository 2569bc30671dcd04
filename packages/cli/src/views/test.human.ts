import { counted, joined, type Palette, type Printable, printable, renderHuman, text } from '@tripline/diagnostics'
import { casesByRule, type TestReport } from '@tripline/replay'
import type { Io } from '../process/io.ts'
import { type CaseDetails, caseText } from './case-text.ts'
import { paletteOf } from './diagnostics.human.ts'
import { withoutRepeats } from './without-repeats.ts'

/** The cases by rule, each with its differences, then the totals. */
export function showTest(report: TestReport, io: Io, details: CaseDetails = {}): void {
  const palette = paletteOf(io.stdout, io)
  const blocks = Array.from(casesByRule(report.cases), ([rule, cases]) =>
    joined(
      [palette.strong(printable(rule)), ...withoutRepeats(cases).map(one => caseText(one, palette, details))],
      '\n',
    ),
  )
  const unreadable = report.diagnostics.length > 0 ? [renderHuman(report.diagnostics, palette)] : []
  io.stdout.write(text`${joined([...blocks, ...unreadable, sums(report, palette)], '\n\n')}\n`)
}

function sums({ cases, passed, failed, errors }: TestReport, palette: Palette): Printable {
  const run = cases.filter(({ kept }) => !kept)
  const ms = run.reduce((sum, report) => sum + report.ms, 0)
  const kept = cases.length - run.length
  const parts = [
    text`${passed} passed`,
    ...(failed > 0 ? [palette.error(text`${failed} failed`)] : []),
    ...(errors > 0 ? [palette.error(printable(counted(errors, 'error')))] : []),
  ]
  return text`${counted(cases.length, 'case')}: ${joined(parts, ', ')} ${palette.faint(text`(${kept > 0 ? `${kept} kept, ` : ''}${ms} ms)`)}`
}
