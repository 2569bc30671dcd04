import type { Diagnostic } from '@tripline/diagnostics'
import type { CaseIdentity, CaseReport } from '../report/test-report.ts'

/** What becomes of a case, besides which one it is and how long it takes. */
export type CaseResult = Omit<CaseReport, keyof CaseIdentity | 'kept' | 'ms'>

/** The parts of a result that passing leaves empty. */
export const nothing = { alerts: [], incidents: [], differences: [], diff: [], silence: [] }

export const notRun = (diagnostics: readonly Diagnostic[]): CaseResult => ({ status: 'error', ...nothing, diagnostics })

/** The report as an error, if the result cannot be used. */
export const withoutResult = (report: CaseReport, diagnostics: readonly Diagnostic[]): CaseReport => ({
  ...report,
  ms: 0,
  ...notRun(diagnostics),
})

/** The report of a case that could not be replayed. */
export const caseNotRun = (identity: CaseIdentity, diagnostics: readonly Diagnostic[]): CaseReport => ({
  rule: identity.rule,
  case: identity.case,
  span: identity.span,
  kept: false,
  ms: 0,
  ...notRun(diagnostics),
})
