import { jsonDocument, type Printable, renderSarif } from '@tripline/diagnostics'
import { type RuleScore, reportJson, type TestReport } from '@tripline/replay'
import { sarifTool } from './sarif-tool.ts'
import { testMarkdown } from './test.markdown.ts'
import { testDiagnostics } from './test.ts'

/** The text of a report for a file. `scores`: what is known of how much the tests notice. */
export type FileView = (report: TestReport, scores: readonly RuleScore[]) => Rendered | Promise<Rendered>

type Rendered = string | Printable

export const testFileViews: Readonly<Record<string, FileView>> = {
  junit: async (report, scores) => (await import('@tripline/replay/junit')).renderJunit(report, scores),
  json: report => jsonDocument(reportJson(report)),
  sarif: report => renderSarif(testDiagnostics(report), sarifTool),
  markdown: testMarkdown,
}
