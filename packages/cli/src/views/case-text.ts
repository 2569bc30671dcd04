import { indented, joined, type Palette, type Printable, printable, renderHuman, text } from '@tripline/diagnostics'
import type { CaseStatus } from '@tripline/replay'
import { caseDiagnostics } from './case-diagnostics.ts'
import type { ShownCase } from './without-repeats.ts'

const signs = { passed: '✓', failed: '✗', error: '!' } as const satisfies Record<CaseStatus, string>

/** A case with its differences, and why the runs that raised nothing did not. */
export function caseText(report: ShownCase, palette: Palette): Printable {
  const paint = report.status === 'passed' ? palette.faint : palette.error
  const ms = palette.faint(report.kept ? text`(kept)` : text`${report.ms} ms`)
  const title = text`  ${paint(printable(signs[report.status]))} ${report.case} ${ms}`
  const shown = caseDiagnostics(report)
  const silence = report.silence.map(line => palette.faint(printable(line)))
  const below = [
    ...(shown.length > 0 ? [renderHuman(shown, palette)] : []),
    ...(report.isRepeat ? [palette.faint(text`the same as above`)] : []),
    ...(silence.length > 0 ? [joined(silence, '\n')] : []),
  ]
  return joined([title, ...below.map(part => text`${indented(part, 6)}\n`)], '\n')
}
