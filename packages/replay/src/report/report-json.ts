import { diagnosticRow, positionAt } from '@tripline/diagnostics'
import type { Difference } from '../compare/difference.ts'
import { alertJson } from './alert-json.ts'
import type { CaseReport, TestReport } from './test-report.ts'

/** The document of `test --format json`. */
export const reportJson = ({ cases, passed, failed, errors, diagnostics }: TestReport) => ({
  cases: cases.map(caseJson),
  passed,
  failed,
  errors,
  diagnostics: diagnostics.map(diagnosticRow),
})

const caseJson = (report: CaseReport) => ({
  rule: report.rule,
  case: report.case,
  status: report.status,
  kept: report.kept,
  ms: report.ms,
  alerts: report.alerts.map(alertJson),
  incidents: report.incidents.length,
  differences: report.differences.map(differenceJson),
  diff: report.diff,
  silence: report.silence,
  diagnostics: report.diagnostics.map(diagnosticRow),
})

function differenceJson({ path, expected, actual, message, span }: Difference) {
  const { line, column } = positionAt(span.file, span.start)
  return { path, expected, actual, message, file: span.file.path, line, column }
}
