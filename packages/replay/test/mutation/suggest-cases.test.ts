import type { TestCase } from '@tripline/rules'
import { parseYaml, plainValue } from '@tripline/yaml'
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../src/alert/alert.ts'
import type { OpenCases, Subject } from '../../src/mutation/open-case.ts'
import type { Mutant } from '../../src/mutation/rule-mutants.ts'
import { suggestCases } from '../../src/mutation/suggest-cases.ts'
import { alert, nowhere } from '../sample.ts'
import { writtenCases, writtenRule } from './written.ts'

const rule = writtenRule({ query: 'SigninLogs | where ResultType == "50126" and App == "a"' })
const own = rule.query.value

const mutant = (before: string, after: string, kind: Mutant['kind'] = 'condition'): Mutant => ({
  kind,
  span: nowhere,
  before,
  after,
  rule,
  kql: own.replace(before, after),
  like: kind,
})

/** The value of a column in the only row of a case. */
const valueIn = ({ rows }: TestCase, column: string) => {
  const cell = rows[0]!.rows[0]!.cells.find(one => one.column.value === column)
  return cell && plainValue(cell.value)
}

/** The only case of a suggestion. */
function parsed(yaml: string | undefined): { readonly name: string } {
  const { value } = parseYaml({ path: 'suggestion.yaml', text: yaml! })
  const cases = plainValue(value!) as unknown as readonly { readonly name: string }[]
  expect(cases).toHaveLength(1)
  return cases[0]!
}

interface Script {
  /** What a query raises over a case; undefined if it fails. */
  readonly raises: (subject: Subject, testCase: TestCase) => readonly Alert[] | undefined
  readonly isUsable?: (testCase: TestCase) => boolean
}

async function suggest(
  mutants: readonly Mutant[],
  cases: readonly TestCase[],
  { raises, isUsable = () => true }: Script,
) {
  const opened: TestCase[] = []
  let closed = 0
  const open: OpenCases = async testCase => {
    opened.push(testCase)
    if (!isUsable(testCase)) return { diagnostics: [] }
    return {
      value: {
        testCase,
        replay: async subject => {
          const alerts = raises(subject, testCase)
          return alerts && { runs: [], alerts, incidents: [] }
        },
        passes: async () => true,
        isSame: async () => false,
        [Symbol.asyncDispose]: async () => {
          closed += 1
        },
      },
      diagnostics: [],
    }
  }
  const found = await suggestCases(rule, mutants, cases, open)
  return { suggestions: mutants.map(one => found.get(one)), opened, closed }
}

const cell = (column: string, value: string) => ({ rows: `{ SigninLogs: [{ ${column}: ${value} }] }` })
const always = (): readonly Alert[] => [alert({ title: 'always' })]

describe('a suggested case', () => {
  const unlike = mutant('App == "a"', 'true')
  /** Without the condition on App, a row of another App raises an alert as well. */
  const raises: Script['raises'] = ({ kql }, testCase) => {
    const passes = valueIn(testCase, 'App') === 'a' || kql === unlike.kql
    return passes ? [alert({ title: 'Failed sign-ins' })] : []
  }

  test('is a variant on which the rule and the mutant raise other alerts, and expects what the rule raises', async () => {
    const { suggestions, closed, opened } = await suggest([unlike], writtenCases(cell('App', 'a')), { raises })
    // Each value is first left out.
    expect(suggestions.map(parsed)).toEqual([
      {
        name: 'App == "a" matters',
        at: '2026-03-02T10:00:00Z',
        rows: { SigninLogs: [{}] },
        expect: { alerts: [] },
      },
    ])
    expect(closed).toBe(opened.length)
  })

  test('has all that a row has, and the alerts without their times', async () => {
    const row = '{ repeat: 3, every: 1m, from: 2026-03-02T09:30:00Z, ResultType: "50126", Tags: [x] }'
    const cases = writtenCases({ rows: `{ SigninLogs: [${row}] }` })
    const { suggestions } = await suggest([mutant('"50126"', '"50127"')], cases, {
      raises: ({ kql }, testCase) => (kql !== own && valueIn(testCase, 'ResultType') === '50126x' ? [] : always()),
    })
    expect(suggestions.map(parsed)).toEqual([
      {
        name: '"50126", not "50127"',
        at: '2026-03-02T10:00:00Z',
        rows: {
          SigninLogs: [{ repeat: 3, every: '1m', from: '2026-03-02T09:30:00Z', ResultType: '50126x', Tags: ['x'] }],
        },
        expect: { alerts: [{ severity: 'Medium', title: 'always', rows: 1 }] },
      },
    ])
  })

  test('of a long condition has its beginning as its name, on one line', async () => {
    const condition = `ResultType == "50126"\n   and App == "${'a'.repeat(60)}"`
    const { suggestions } = await suggest([{ ...unlike, before: condition }], writtenCases(cell('App', 'a')), {
      raises,
    })
    // 60 characters, 34 of them before the first a.
    expect(suggestions.map(text => parsed(text).name)).toEqual([
      `ResultType == "50126" and App == "${'a'.repeat(26)} matters`,
    ])
  })

  test('is shown to the other mutants as well, once it is useful', async () => {
    // Nothing of a row with App alone would be tried for a change of the trigger.
    const trigger: Mutant = { ...mutant('', ''), kind: 'period', kql: own, rule: { ...rule } }
    const differs: Script['raises'] = (subject, testCase) =>
      subject.rule === trigger.rule ? [] : raises(subject, testCase)
    const cases = writtenCases(cell('App', 'b'))
    const both = await suggest([unlike, trigger], cases, {
      raises: (subject, testCase) =>
        subject.rule === trigger.rule ? [alert({ title: 'trigger' })] : differs(subject, testCase),
    })
    expect(both.suggestions.map(text => text !== undefined)).toEqual([true, true])
    const alone = await suggest([trigger], cases, {
      raises: ({ rule: one }) => (one === rule ? [] : [alert({ title: 'trigger' })]),
    })
    expect(alone).toMatchObject({ suggestions: [undefined], opened: [] })
  })

  test.each([
    ['with recorded logs', { data: '{ SigninLogs: a.jsonl }', ...cell('App', 'a') }],
    ['with logs of a folder', { data: 'logs', ...cell('App', 'a') }],
    ['with shared logs', { include: '[shared.logs.yaml]', ...cell('App', 'a') }],
    ['with a watchlist', { watchlists: '{ Known: a.csv }', ...cell('App', 'a') }],
    ['with a written watchlist', { watchlists: '{ Known: [{ A: a }] }', ...cell('App', 'a') }],
    ['with external data', { externalData: '{ "https://a.example/a": a.csv }', ...cell('App', 'a') }],
    ['with no rows', {}],
    ['of several runs', { replay: '{ from: 2026-03-02T10:00:00Z, to: 2026-03-02T11:00:00Z }', ...cell('App', 'a') }],
  ] as readonly (readonly [string, Readonly<Record<string, string>>])[])(
    'is not made of a case %s, which it would not say',
    async (_, keys) => {
      const cases = writtenCases(keys)
      const { opened } = await suggest([unlike], cases, { raises: always })
      expect(opened).toEqual([])
    },
  )
})

describe('the search for a case', () => {
  const [app, result] = [mutant('App == "a"', 'true'), mutant('ResultType == "50126"', 'true')]

  test('goes through the cases in turn', async () => {
    const cases = writtenCases(cell('App', '1'), cell('App', '5'))
    const { opened } = await suggest([app], cases, { raises: always })
    // Of a number there are three variants: left out, one more, one less. The last have another ResultType.
    expect(opened.map(one => valueIn(one, 'App'))).toEqual([undefined, undefined, 2, 6, 0, 4, 1, 5])
  })

  test('tries 8 variants for a mutant', async () => {
    const cases = writtenCases(...Array.from({ length: 9 }, () => cell('App', '1')))
    const { opened, closed } = await suggest([app], cases, { raises: always })
    expect([opened.length, closed]).toEqual([8, 8])
  })

  test('tries 24 variants for all mutants of a rule', async () => {
    // Each mutant is about a column of its own, so no variant is tried for two of them.
    const columns = ['A', 'B', 'C', 'D']
    const wide = writtenRule({ query: `SigninLogs${columns.map(column => `\\n| where ${column} == 1`).join('')}` })
    const kql = columns.map(column => `| where ${column} == 1`).join('\n')
    const mutants = columns.map((column): Mutant => {
      const query = { ...wide.query, value: kql }
      return { ...app, rule: { ...wide, query }, kql: kql.replace(`${column} == 1`, 'true') }
    })
    const cases = writtenCases(...columns.flatMap(column => Array.from({ length: 3 }, () => cell(column, '1'))))
    const opened: TestCase[] = []
    await suggestCases({ ...wide, query: { ...wide.query, value: kql } }, mutants, cases, async testCase => {
      opened.push(testCase)
      return { diagnostics: [] }
    })
    expect(opened).toHaveLength(24)
  })

  test('ends once each mutant has one', async () => {
    const cases = writtenCases(cell('App', '1'), cell('App', '1'))
    const { opened } = await suggest([app], cases, { raises: ({ kql }) => (kql === own ? [] : always()) })
    expect(opened).toHaveLength(1)
  })

  test('leaves out changes that cannot show a mutant', async () => {
    const cases = writtenCases({ rows: '{ SigninLogs: [{ Location: CH, ResultType: true }] }' })
    const { opened } = await suggest([app, result], cases, { raises: always })
    expect(opened.length).toBeGreaterThan(0)
    expect(opened.every(one => valueIn(one, 'Location') === 'CH')).toBe(true)
  })

  test('goes on after a variant that cannot be used, or on which the rule or a mutant fails', async () => {
    const cases = writtenCases(cell('App', '1'))
    const last = (testCase: TestCase) => valueIn(testCase, 'App') === 0
    const noticed = (subject: Subject) => (subject.kql === own ? [] : always())
    const found = async (script: Script) => (await suggest([app], cases, script)).suggestions[0] !== undefined
    expect(await found({ raises: noticed, isUsable: last })).toBe(true)
    const failing = (fails: (subject: Subject) => boolean): Script => ({
      raises: (subject, testCase) => (last(testCase) || !fails(subject) ? noticed(subject) : undefined),
    })
    expect(await found(failing(({ kql }) => kql === own))).toBe(true)
    expect(await found(failing(({ kql }) => kql !== own))).toBe(true)
    expect(await found({ raises: ({ kql }) => (kql === own ? [] : undefined) })).toBe(false)
  })

  test('repeats rows as often as numbers of the query say, up to 1,000', async () => {
    const query = 'SigninLogs | summarize n = count() by App | where n > 5 and n < 1001'
    const counting = writtenRule({ query })
    const threshold: Mutant = {
      ...mutant('', '', 'threshold'),
      rule: counting,
      kql: query.replace('5', '6'),
    }
    const cases = writtenCases({ rows: '{ SigninLogs: [{ repeat: 3, Location: CH }] }' })
    const repeats: number[] = []
    await suggestCases(counting, [threshold], cases, async testCase => {
      repeats.push(testCase.rows[0]!.rows[0]!.repeat)
      return { diagnostics: [] }
    })
    expect(repeats).toEqual([5, 4, 1])
  })
})
