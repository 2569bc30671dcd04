import { indented, joined, type Palette, type Printable, printable, renderHuman, text } from '@tripline/diagnostics'
import type { CaseReport, CaseStatus, TestReport } from '@tripline/replay'
import type { Io } from '../process/io.ts'
import { caseDiagnostics } from './case-diagnostics.ts'
import { paletteOf } from './palette.ts'
import { count } from './wording.ts'

const signs = { passed: '✓', failed: '✗', error: '!' } as const satisfies Record<CaseStatus, string>

/** The cases by rule, each with its differences, then the totals. */
export function showTest(report: TestReport, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const rules = [...new Set(report.cases.map(({ rule }) => rule))]
  const blocks = rules.map(rule => {
    const cases = report.cases.filter(one => one.rule === rule)
    return joined([palette.strong(printable(rule)), ...cases.map(one => caseText(one, palette))], '\n')
  })
  const unreadable = report.diagnostics.length > 0 ? [renderHuman(report.diagnostics, palette)] : []
  io.stdout.write(text`${joined([...blocks, ...unreadable, sums(report, palette)], '\n\n')}\n`)
}

function caseText(report: CaseReport, palette: Palette): Printable {
  const paint = report.status === 'passed' ? palette.faint : palette.error
  const ms = palette.faint(text`${report.ms} ms`)
  const title = text`  ${paint(printable(signs[report.status]))} ${report.case} ${ms}`
  const shown = caseDiagnostics(report)
  const silence = report.silence.map(line => palette.faint(printable(line)))
  const below = [
    ...(shown.length > 0 ? [renderHuman(shown, palette)] : []),
    ...(silence.length > 0 ? [joined(silence, '\n')] : []),
  ]
  return joined([title, ...below.map(part => text`${indented(part, 6)}\n`)], '\n')
}

function sums({ cases, passed, failed, errors }: TestReport, palette: Palette): Printable {
  const ms = cases.reduce((sum, report) => sum + report.ms, 0)
  const parts = [
    text`${passed} passed`,
    ...(failed > 0 ? [palette.error(text`${failed} failed`)] : []),
    ...(errors > 0 ? [palette.error(printable(count(errors, 'error')))] : []),
  ]
  return text`${count(cases.length, 'case')}: ${joined(parts, ', ')} ${palette.faint(text`(${ms} ms)`)}`
}

export const showWatching = (root: string, { stderr }: Io): void =>
  stderr.write(text`Watching ${root} for changes; press Ctrl-C to stop.\n`)
