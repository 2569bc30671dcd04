import { type Diagnostic, diagnosticRow, jsonDocument, renderGitHub } from '@tripline/diagnostics'
import { reportJson, type TestReport } from '@tripline/replay'
import type { Io } from '../process/io.ts'
import { inRepository } from '../project/in-repository.ts'
import { type CaseDetails, caseDiagnostics } from './case-text.ts'
import { showDiagnostics } from './diagnostics.human.ts'
import { showTest } from './test.human.ts'
import { testMarkdown } from './test.markdown.ts'

/** A report on standard output. */
export interface TestView {
  readonly show: (report: TestReport, io: Io) => void
  /** Shows why nothing was run. */
  readonly refused: (report: TestReport, io: Io) => void
}

const document = (show: TestView['show']): TestView => ({ show, refused: show })

/** What is reported about a run, once each: an error in a rule is found again by every case. */
export function testDiagnostics({ cases, diagnostics }: TestReport): readonly Diagnostic[] {
  const all = inRepository([...cases.flatMap(caseDiagnostics), ...diagnostics])
  return [...new Map(all.map(diagnostic => [JSON.stringify(diagnosticRow(diagnostic)), diagnostic])).values()]
}

export const jsonView = document((report, { stdout }) => stdout.write(jsonDocument(reportJson(report))))

/** The report for people, with these details of each case. */
export const prettyView = (details: CaseDetails): TestView => ({
  show: (report, io) => showTest(report, io, details),
  refused: ({ diagnostics }, io) => showDiagnostics(diagnostics, io),
})

/** The reports that --reporter names without a file. */
export const testViews: Readonly<Record<'pretty' | 'github' | 'markdown', TestView>> = {
  pretty: prettyView({}),
  github: document((report, { stdout }) => stdout.write(renderGitHub(testDiagnostics(report)))),
  markdown: document((report, { stdout }) => stdout.write(testMarkdown(report))),
}
