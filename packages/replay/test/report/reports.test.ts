import type { Span } from '@tripline/diagnostics'
import { describe, expect, it } from 'vitest'
import { casesByRule } from '../../src/report/cases-by-rule.ts'
import { renderJunit } from '../../src/report/junit.ts'
import { reportJson } from '../../src/report/report-json.ts'
import { type CaseReport, testReport } from '../../src/report/test-report.ts'
import { instant } from '../sample.ts'

const file = { path: 'detections/a.test.yaml', text: 'rule: a.yaml\ncases:\n  - name: fires\n' }
const span: Span = { file, start: file.text.indexOf('fires'), end: file.text.length - 1 }

const passed: CaseReport = {
  rule: 'detections/a.yaml',
  case: 'fires',
  span,
  status: 'passed',
  kept: false,
  ms: 12,
  alerts: [
    {
      at: instant('2026-03-02T10:00:00Z'),
      title: 'Sample',
      description: '',
      severity: 'High',
      tactics: ['Impact'],
      techniques: [],
      entities: [{ type: 'Account', identifiers: { FullName: 'mallory@contoso.example' } }],
      customDetails: [
        { key: 'Count', type: 'long', value: 7n },
        { key: 'Big', type: 'long', value: 9007199254740993n },
        { key: 'Seen', type: 'datetime', value: instant('2026-03-02T09:58:00Z') },
        { key: 'All', type: 'dynamic', value: '["a",1]' },
      ],
      rows: 1,
    },
  ],
  incidents: [],
  differences: [],
  diff: [],
  silence: [],
  diagnostics: [],
}

const failed: CaseReport = {
  ...passed,
  case: 'stays <quiet> \u0000',
  status: 'failed',
  alerts: [],
  differences: [{ path: 'alerts[0]', expected: {}, actual: null, span, message: 'no alert fired & none came' }],
  silence: ['2026-03-02T10:00:00Z: the query returned 0 rows; the trigger needs more than 0 rows'],
}

const broken: CaseReport = {
  ...passed,
  rule: 'detections/b.yaml',
  status: 'error',
  alerts: [],
  diagnostics: [{ id: 'kql-semantics', severity: 'error', category: 'finding', message: 'no such column', span }],
}

const report = testReport([passed, failed, broken], [])

it('the cases of a rule are together, though another rule has some between them', () => {
  expect([...casesByRule([passed, broken, failed])]).toEqual([
    ['detections/a.yaml', [passed, failed]],
    ['detections/b.yaml', [broken]],
  ])
})

describe('the JSON report', () => {
  it('counts and shows every case, alerts with the names and values that test files use', () => {
    const document = reportJson(report)
    expect(document).toMatchObject({ passed: 1, failed: 1, errors: 1, diagnostics: [] })
    expect(document.cases[0]).toMatchObject({
      rule: 'detections/a.yaml',
      case: 'fires',
      status: 'passed',
      ms: 12,
      differences: [],
      alerts: [
        {
          at: '2026-03-02T10:00:00.0000000Z',
          severity: 'High',
          title: 'Sample',
          entities: [{ Account: { FullName: 'mallory@contoso.example' } }],
          customDetails: {
            Count: 7,
            Big: '9007199254740993',
            Seen: '2026-03-02T09:58:00.0000000Z',
            All: ['a', 1],
          },
          rows: 1,
        },
      ],
    })
  })

  it('gives differences and diagnostics their positions', () => {
    const [, second, third] = reportJson(report).cases
    expect(second!.differences).toMatchObject([{ file: 'detections/a.test.yaml', line: 3, column: 11 }])
    expect(third!.diagnostics).toMatchObject([{ id: 'kql-semantics', line: 3, column: 11 }])
  })
})

describe('the JUnit report', () => {
  it('has a suite a rule, failures and errors with their positions, and nothing that XML cannot hold', () => {
    expect(renderJunit(report).split('\n')).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="tripline" tests="3" failures="1" errors="1" time="0.036">',
      '  <testsuite name="detections/a.yaml" tests="2" failures="1" errors="0" time="0.024">',
      '    <testcase name="fires" classname="detections/a.yaml" file="detections/a.test.yaml" time="0.012"/>',
      '    <testcase name="stays &lt;quiet&gt; \u{FFFD}" classname="detections/a.yaml" file="detections/a.test.yaml" time="0.012">',
      '      <failure message="detections/a.test.yaml:3 no alert fired &amp; none came">detections/a.test.yaml:3 no alert fired &amp; none came',
      '2026-03-02T10:00:00Z: the query returned 0 rows; the trigger needs more than 0 rows</failure>',
      '    </testcase>',
      '  </testsuite>',
      '  <testsuite name="detections/b.yaml" tests="1" failures="0" errors="1" time="0.012">',
      '    <testcase name="fires" classname="detections/b.yaml" file="detections/a.test.yaml" time="0.012">',
      '      <error message="detections/a.test.yaml:3 no such column">detections/a.test.yaml:3 no such column</error>',
      '    </testcase>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ])
  })

  it('has a suite with one error for a test file that could not be read, so that nobody takes it for a success', () => {
    const [first, second] = ['no "cases"', 'an unknown key'].map(message => ({
      id: 'missing-key',
      severity: 'error' as const,
      category: 'input' as const,
      message,
      span,
    }))
    expect(renderJunit(testReport([passed], [first!, second!])).split('\n')).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="tripline" tests="2" failures="0" errors="1" time="0.012">',
      '  <testsuite name="detections/a.yaml" tests="1" failures="0" errors="0" time="0.012">',
      '    <testcase name="fires" classname="detections/a.yaml" file="detections/a.test.yaml" time="0.012"/>',
      '  </testsuite>',
      '  <testsuite name="detections/a.test.yaml" tests="1" failures="0" errors="1" time="0.000">',
      '    <testcase name="the file can be read" classname="detections/a.test.yaml" file="detections/a.test.yaml" time="0.000">',
      '      <error message="detections/a.test.yaml:3 no &quot;cases&quot;">detections/a.test.yaml:3 no &quot;cases&quot;',
      'detections/a.test.yaml:3 an unknown key</error>',
      '    </testcase>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ])
  })

  it('has the share of mutants that the tests of a rule notice as properties of its suite', () => {
    const mutant = { kind: 'condition' as const, span, before: 'a', after: 'true' }
    const scores = [
      { rule: 'detections/a.yaml', mutants: [{ ...mutant, killedBy: 'fires' }, mutant, mutant], diagnostics: [] },
    ]
    const lines = renderJunit(report, scores).split('\n')
    expect(lines.filter(line => line.includes('property'))).toEqual([
      '      <property name="mutants" value="3"/>',
      '      <property name="mutants.noticed" value="1"/>',
      '      <property name="mutants.score" value="33.3"/>',
    ])
    expect(lines.indexOf('    <properties>')).toBe(lines.findIndex(line => line.includes('suite name')) + 1)
  })

  it('has an error of no file as one of tripline.yaml, and no warning', () => {
    const found = (severity: 'error' | 'warning', message: string) => ({
      id: 'x',
      severity,
      category: 'input' as const,
      message,
    })
    const rendered = renderJunit(testReport([], [found('warning', 'odd'), found('error', 'unreadable')]))
    expect(rendered).toContain('<testsuites name="tripline" tests="1" failures="0" errors="1" time="0.000">')
    expect(rendered).toContain('<testsuite name="tripline.yaml" tests="1" failures="0" errors="1" time="0.000">')
    expect(rendered).toContain('<error message="unreadable">unreadable</error>')
    expect(rendered).not.toContain('odd')
  })

  it('has each line break of a name as a reference, which a parser would make a blank of', () => {
    const rendered = renderJunit(testReport([{ ...passed, case: 'a\n\tb\r"c"' }], []))
    expect(rendered).toContain('name="a&#xa;&#x9;b&#xd;&quot;c&quot;"')
  })
})
