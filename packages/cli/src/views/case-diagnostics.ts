import type { Diagnostic } from '@tripline/diagnostics'
import type { CaseReport } from '@tripline/replay'
import { commandReport } from '../command-line/command-report.ts'

/** What is reported about a case: how it differs from its expectation, and why it or parts of it could not be run. */
export const caseDiagnostics = ({ differences, diagnostics }: CaseReport): readonly Diagnostic[] => [
  ...differences.map(({ span, message }) => commandReport['case-failed'](span, message)),
  ...diagnostics,
]
