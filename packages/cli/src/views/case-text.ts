import {
  type Diagnostic,
  indented,
  joined,
  type Palette,
  type Printable,
  printable,
  printableLines,
  renderHuman,
  text,
} from '@tripline/diagnostics'
import { alertsYaml, type CaseReport, type CaseStatus } from '@tripline/replay'
import { commandReport } from '../command-line/command-report.ts'
import type { ShownCase } from './without-repeats.ts'

const signs = { passed: '✓', failed: '✗', error: '!' } as const satisfies Record<CaseStatus, string>

export interface CaseDetails {
  /** Whether the alerts of each case are shown. */
  readonly alerts?: boolean
  /** Whether what its runs saw and did is shown. */
  readonly activity?: boolean
}

/** A case with its differences, and why the runs that raised nothing did not. */
export function caseText(report: ShownCase, palette: Palette, details: CaseDetails = {}): Printable {
  const paint = report.status === 'passed' ? palette.faint : palette.error
  const ms = palette.faint(report.kept ? text`(kept)` : text`${report.ms} ms`)
  const title = text`  ${paint(printable(signs[report.status]))} ${report.case} ${ms}`
  const shown = caseDiagnostics(report)
  const diff = report.diff.map(line => diffLine(line, palette))
  const activity = (details.activity && report.activity) || []
  // Runs that raised nothing are described in the same words.
  const silence = report.silence.filter(line => !activity.includes(line))
  const below = [
    ...faintLines(activity, palette),
    ...(details.alerts && report.status !== 'error'
      ? [printableLines(alertsYaml(report.alerts, { at: true }).trimEnd())]
      : []),
    ...(shown.length > 0 ? [renderHuman(shown, palette)] : []),
    ...(report.isRepeat ? [palette.faint(text`the same as above`)] : []),
    ...(diff.length > 0 ? [joined(diff, '\n')] : []),
    ...faintLines(silence, palette),
  ]
  return joined([title, ...below.map(part => text`${indented(part, 6)}\n`)], '\n')
}

/** Lines as one part, or none. */
const faintLines = (lines: readonly string[], { faint }: Palette): readonly Printable[] =>
  lines.length === 0 ? [] : [joined(lines.map(printable).map(faint), '\n')]

/** Expected lines in the colour of errors, actual ones as they are. */
const diffLine = (line: string, palette: Palette): Printable =>
  line.startsWith('-')
    ? palette.error(printable(line))
    : line.startsWith('+')
      ? printable(line)
      : palette.faint(printable(line))

/** What is reported about a case: how it differs from its expectation, and why it or parts of it could not be run. */
export const caseDiagnostics = ({ differences, diagnostics }: CaseReport): readonly Diagnostic[] => [
  ...differences.map(({ span, message }) => commandReport['case-failed'](span, message)),
  ...diagnostics,
]
