import { type Diagnostic, isError, positionAt, type Span } from '@tripline/diagnostics'
import XmlBuilder from 'fast-xml-builder'
import { countNoticed, percentNoticed, type RuleScore } from '../mutation/rule-score.ts'
import { casesByRule } from './cases-by-rule.ts'
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

/** `unread`: test files that are counted as one error each. */
const counts = (reports: readonly CaseReport[], unread = 0) => ({
  '@tests': reports.length + unread,
  '@failures': reports.filter(({ status }) => status === 'failed').length,
  '@errors': reports.filter(({ status }) => status === 'error').length + unread,
  '@time': seconds(reports),
})

const position = ({ file, start }: Span): string => `${file.path}:${positionAt(file, start).line}`

/** Messages with their positions, as the first line (an attribute) and in full. */
const problem = (lines: readonly string[]) => ({
  '@message': xmlAttribute(lines[0] ?? ''),
  '#text': xmlText(lines.join('\n')),
})

const fileOf = ({ span }: Diagnostic): string => span?.file.path ?? 'tripline.yaml'

const lineOf = ({ span, message }: Diagnostic): string => `${span ? `${position(span)} ` : ''}${message}`

function testCase(report: CaseReport) {
  const differences = report.differences.map(({ span, message }) => `${position(span)} ${message}`)
  return {
    '@name': xmlAttribute(report.case),
    '@classname': xmlAttribute(report.rule),
    '@file': xmlAttribute(report.span.file.path),
    '@time': seconds([report]),
    ...(report.status === 'failed' && { failure: problem([...differences, ...report.diff, ...report.silence]) }),
    ...(report.status === 'error' && { error: problem(report.diagnostics.map(lineOf)) }),
  }
}

/** A test file that could not be read: a reader of the report alone must not take its silence for success. */
const unreadSuite = (file: string, diagnostics: readonly Diagnostic[]) => ({
  '@name': xmlAttribute(file),
  ...counts([], 1),
  testcase: [
    {
      '@name': 'the file can be read',
      '@classname': xmlAttribute(file),
      '@file': xmlAttribute(file),
      '@time': seconds([]),
      error: problem(diagnostics.map(lineOf)),
    },
  ],
})

/** How much the tests of a rule notice. */
const scoreProperties = (score: RuleScore) => [
  { '@name': 'mutants', '@value': String(score.mutants.length) },
  { '@name': 'mutants.noticed', '@value': String(countNoticed(score.mutants)) },
  { '@name': 'mutants.score', '@value': percentNoticed(score).toFixed(1) },
]

/** JUnit XML: one suite per rule, one case per case; a suite of one error per test file that could not be read. `scores`: those that are known become properties. */
export function renderJunit({ cases, diagnostics }: TestReport, scores: readonly RuleScore[] = []): string {
  const errors = diagnostics.filter(isError)
  const unread = [...new Set(errors.map(fileOf))]
  const suites = Array.from(casesByRule(cases), ([rule, own]) => {
    const score = scores.find(known => known.rule === rule)
    const properties = score && { property: scoreProperties(score) }
    return {
      '@name': xmlAttribute(rule),
      ...counts(own),
      ...(properties && { properties }),
      testcase: own.map(testCase),
    }
  })
  const testsuite = [
    ...suites,
    ...unread.map(file =>
      unreadSuite(
        file,
        errors.filter(error => fileOf(error) === file),
      ),
    ),
  ]
  const document = { testsuites: { '@name': 'tripline', ...counts(cases, unread.length), testsuite } }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(document)}`
}
