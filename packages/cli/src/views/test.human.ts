import { type Palette, printable, renderHuman } from '@tripline/diagnostics'
import type { CaseReport, CaseStatus, TestReport } from '@tripline/replay'
import type { Io } from '../io.ts'
import { caseDiagnostics } from './case-diagnostics.ts'
import { count } from './count.ts'
import { paletteOf } from './palette.ts'

const signs = { passed: '✓', failed: '✗', error: '!' } as const satisfies Record<CaseStatus, string>

/** The cases under their rules, what went otherwise below each, and the sums. */
export function showTest(report: TestReport, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const rules = [...new Set(report.cases.map(({ rule }) => rule))]
  const blocks = rules.map(rule => {
    const cases = report.cases.filter(one => one.rule === rule)
    return [palette.place(printable(rule)), ...cases.map(one => caseText(one, palette))].join('\n')
  })
  const unreadable = report.diagnostics.length > 0 ? [renderHuman(report.diagnostics, palette).trimEnd()] : []
  io.stdout.write(`${[...blocks, ...unreadable, sums(report, palette)].join('\n\n')}\n`)
}

function caseText(report: CaseReport, palette: Palette): string {
  const paint = report.status === 'passed' ? palette.faint : palette.error
  const title = `  ${paint(signs[report.status])} ${printable(report.case)} ${palette.faint(`${report.ms} ms`)}`
  const told = caseDiagnostics(report)
  const below = [
    ...(told.length > 0 ? [renderHuman(told, palette).trimEnd()] : []),
    ...(report.silence.length > 0 ? [report.silence.map(line => palette.faint(printable(line))).join('\n')] : []),
  ]
  return [title, ...below.map(text => `${indented(text)}\n`)].join('\n')
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '      ')

function sums({ cases, passed, failed, errors }: TestReport, palette: Palette): string {
  const ms = cases.reduce((sum, report) => sum + report.ms, 0)
  const parts = [
    `${passed} passed`,
    ...(failed > 0 ? [palette.error(`${failed} failed`)] : []),
    ...(errors > 0 ? [palette.error(count(errors, 'error'))] : []),
  ]
  return `${count(cases.length, 'case')}: ${parts.join(', ')} ${palette.faint(`(${ms} ms)`)}`
}

export const showWatching = (root: string, { stderr }: Io): void =>
  stderr.write(`Waiting for changes in ${root}; Ctrl-C ends.\n`)
