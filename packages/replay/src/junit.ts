import { positionAt, type Span } from '@tripline/diagnostics'
import XmlBuilder from 'fast-xml-builder'
import type { CaseReport, TestReport } from './test-report.ts'
import { xmlAttribute, xmlText } from './xml-text.ts'

const builder = new XmlBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  processEntities: false,
})

const seconds = (reports: readonly CaseReport[]): string =>
  (reports.reduce((sum, { ms }) => sum + ms, 0) / 1000).toFixed(3)

const counts = (reports: readonly CaseReport[]) => ({
  '@tests': reports.length,
  '@failures': reports.filter(({ status }) => status === 'failed').length,
  '@errors': reports.filter(({ status }) => status === 'error').length,
  '@time': seconds(reports),
})

const place = ({ file, start }: Span): string => `${file.path}:${positionAt(file, start).line}`

/** Messages with their places, as the first line (an attribute) and in full. */
const problem = (lines: readonly string[]) => ({
  '@message': xmlAttribute(lines[0] ?? ''),
  '#text': xmlText(lines.join('\n')),
})

function testCase(report: CaseReport) {
  const differences = report.differences.map(({ span, message }) => `${place(span)} ${message}`)
  const diagnostics = report.diagnostics.map(({ span, message }) => `${span ? `${place(span)} ` : ''}${message}`)
  return {
    '@name': xmlAttribute(report.case),
    '@classname': xmlAttribute(report.rule),
    '@file': xmlAttribute(report.span.file.path),
    '@time': seconds([report]),
    ...(report.status === 'failed' && { failure: problem([...differences, ...report.silence]) }),
    ...(report.status === 'error' && { error: problem(diagnostics) }),
  }
}

/** JUnit XML: one suite a rule, one case a case. */
export function renderJunit(report: TestReport): string {
  const rules = [...new Set(report.cases.map(({ rule }) => rule))]
  const suites = rules.map(rule => {
    const cases = report.cases.filter(one => one.rule === rule)
    return { '@name': xmlAttribute(rule), ...counts(cases), testcase: cases.map(testCase) }
  })
  const document = { testsuites: { '@name': 'tripline', ...counts(report.cases), testsuite: suites } }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(document)}`
}
