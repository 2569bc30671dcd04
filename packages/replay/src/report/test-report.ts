import type { Diagnostic, Span } from '@tripline/diagnostics'
import type { Alert } from '../alert/alert.ts'
import type { Incident } from '../alert/incident.ts'
import type { Difference } from '../compare/difference.ts'

/** passed: as expected; failed: otherwise; error: the case could not be run, so nothing is known. */
export type CaseStatus = 'passed' | 'failed' | 'error'

/** Which case of which rule. */
export interface CaseIdentity {
  /** Path of the rule's file. */
  readonly rule: string
  readonly case: string
  /** Where the case has its name. */
  readonly span: Span
}

export interface CaseReport extends CaseIdentity {
  readonly status: CaseStatus
  /** Whether this is the result of an earlier run, because nothing that the case reads has changed since. */
  readonly kept: boolean
  /** How long it took, in milliseconds. */
  readonly ms: number
  readonly alerts: readonly Alert[]
  readonly incidents: readonly Incident[]
  /** Some exactly when the case failed. */
  readonly differences: readonly Difference[]
  /** How expected alerts that were not raised differ from the nearest that were, as lines of a diff. */
  readonly diff: readonly string[]
  /** For a failed case, why the runs that raised nothing did not, a line each. */
  readonly silence: readonly string[]
  /** What its runs saw and did, a line each, if that was asked for. */
  readonly activity?: readonly string[]
  /** An error among them exactly when the status is `error`. */
  readonly diagnostics: readonly Diagnostic[]
}

export interface TestReport {
  /** In the order of the test files and of their cases. */
  readonly cases: readonly CaseReport[]
  readonly passed: number
  readonly failed: number
  readonly errors: number
  /** What is wrong with test files, so that their cases are not known. */
  readonly diagnostics: readonly Diagnostic[]
}

export function testReport(cases: readonly CaseReport[], diagnostics: readonly Diagnostic[]): TestReport {
  const count = (status: CaseStatus): number => cases.filter(report => report.status === status).length
  return { cases, passed: count('passed'), failed: count('failed'), errors: count('error'), diagnostics }
}
