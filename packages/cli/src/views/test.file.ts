import { jsonDocument, type Printable, renderSarif } from '@tripline/diagnostics'
import { renderJunit, reportJson, type TestReport } from '@tripline/replay'
import { caseDiagnostics } from './case-diagnostics.ts'
import { sarifTool } from './sarif-tool.ts'

/** The text of a report for a file. */
export type FileView = (report: TestReport) => string | Printable

const json: FileView = report => jsonDocument(reportJson(report))

const sarif: FileView = ({ cases, diagnostics }) =>
  renderSarif([...cases.flatMap(caseDiagnostics), ...diagnostics], sarifTool)

export const testFileViews: Readonly<Record<string, FileView>> = { junit: renderJunit, json, sarif }
