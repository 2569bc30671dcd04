import { positionAt } from '@tripline/diagnostics'
import { describe, expect, it } from 'vitest'
import { loadRule, spanInQuery } from '../../src/index.ts'

const load = (text: string) => loadRule({ path: 'rule.yaml', text })
const findingsOf = (text: string): string[] =>
  load(text).diagnostics.map(
    ({ id, severity, span }) => `${positionAt(span!.file, span!.start).line} ${severity} ${id}`,
  )

const rule = `id: 0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11
name: Sign-ins
severity: Medium
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
query: |
  SigninLogs
  | take 5
`

describe('a rule file', () => {
  it('without a kind is a scheduled rule if it says when to run, else a hunting query', () => {
    expect(load(rule).value?.kind).toBe('Scheduled')
    expect(load('name: Sign-ins\nquery: SigninLogs\n').value?.kind).toBe('Hunting')
  })

  it('has no value while something required is missing or wrong, but a draft to check', () => {
    const { value, draft, diagnostics } = load(rule.replace('Medium', 'high').replace(/^id.*\n/, ''))
    expect(value).toBeUndefined()
    expect(draft).toMatchObject({ kind: 'Scheduled', name: { value: 'Sign-ins' }, entityMappings: [] })
    expect(diagnostics.map(({ id }) => id).sort()).toEqual(['missing-key', 'unknown-value'])
  })

  it('keeps a mapping out of the rule when a part of it is wrong', () => {
    const text = `${rule}entityMappings:\n  - entityType: Acount\n    fieldMappings: []\n`
    expect(findingsOf(text)).toEqual(['12 error unknown-value'])
    expect(load(text).value).toBeUndefined()
  })

  it.each([
    ['an unknown key is a warning', `${rule}entityMapping: []\n`, ['11 warning unknown-key']],
    ['the last of two values counts', `${rule}severity: High\n`, ['11 warning yaml-duplicate-key']],
    ['enabled is a note', `${rule}enabled: true\n`, ['11 info enabled-in-rule']],
    [
      'a schedule has no effect in an NRT rule',
      `${rule}kind: NRT\n`,
      [4, 5, 6, 7].map(n => `${n} warning not-for-nrt`),
    ],
    ['a kind is spelled exactly', `${rule}kind: scheduled\n`, ['11 error unknown-value']],
    ['connectors only inform', `${rule}requiredDataConnectors: none\n`, ['11 warning wrong-type']],
    ['suppression needs a length', `${rule}suppressionEnabled: true\n`, ['11 error suppression-without-duration']],
    ['a list is not a rule', '- 1\n', ['1 error not-a-rule']],
  ])('%s', (_, text, expected) => {
    expect(findingsOf(text)).toEqual(expected)
  })

  it('maps offsets in the query to the file', () => {
    const { value } = load(rule)
    if (value?.kind !== 'Scheduled') throw new Error('not loaded')
    const at = value.query.value.indexOf('take')
    const { file, start, end } = spanInQuery(value.query, at, at + 4)
    expect(positionAt(file, start)).toEqual({ line: 10, column: 5 })
    expect(file.text.slice(start, end)).toBe('take')
  })

  it('reads what this product adds to metadata and leaves the rest', () => {
    const text = `${rule}metadata:\n  source: { kind: Community }\n  tripline: { hipaa: [164.312(b)], ingestionDelay: 7m }\n`
    expect(findingsOf(text)).toEqual([])
    expect(load(text).draft?.tripline).toMatchObject({
      hipaa: [{ value: '164.312(b)' }],
      ingestionDelay: { value: { ticks: 4_200_000_000n } },
    })
  })
})
