import { type AlertingRule, isAlerting, loadRule, loadTestFile, type TestCase } from '@tripline/rules'
import { ruleText, testText } from '../suite/written-tests.ts'

/** A rule with other values of some keys. */
export function writtenRule(changes: Readonly<Record<string, string>> = {}): AlertingRule {
  const { value, diagnostics } = loadRule({ path: 'a.yaml', text: ruleText(changes) })
  if (!value || !isAlerting(value)) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  return value
}

/** Cases by their keys, run at 10:00 and without alerts unless they say otherwise. */
export function writtenCases(...cases: readonly Readonly<Record<string, string>>[]): readonly TestCase[] {
  const whole = cases.map(keys => ({
    ...(!('replay' in keys) && { at: '2026-03-02T10:00:00Z' }),
    expect: '{ alerts: [] }',
    ...keys,
  }))
  const { value, diagnostics } = loadTestFile({ path: 'a.test.yaml', text: testText(...whole) })
  if (!value || diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  return value.cases
}
