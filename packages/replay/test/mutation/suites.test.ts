import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inside } from '@tripline/files'
import type { Engine } from '@tripline/kql/engine'
import { loadCatalogue } from '@tripline/schemas'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countNoticed, coverSuites, percentNoticed } from '../../src/index.ts'
import { mutateSuites } from '../../src/mutation/mutate-suites.ts'
import { ruleMutants } from '../../src/mutation/rule-mutants.ts'
import { memoryEnvironment } from '../suite/memory-environment.ts'
import { ruleText, testText } from '../suite/written-tests.ts'
import { writtenRule } from './written.ts'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mutants-'))
})
afterAll(() => rmSync(root, { recursive: true }))

const query = 'SigninLogs | where ResultType == "50126" and isnotempty(IPAddress)'

type Case = Readonly<Record<string, string>>
const at = '2026-03-02T10:00:00Z'
const signIn = (cells: string, time = '09:10:00') =>
  `{ SigninLogs: [{ TimeGenerated: "2026-03-02T${time}Z", ${cells} }] }`
const fires: Case = {
  name: 'fires',
  at,
  rows: signIn('ResultType: "50126", IPAddress: 192.0.2.1'),
  expect: '{ alerts: [{}] }',
}
const quiet = (name: string, cells: string): Case => ({ name, at, rows: signIn(cells), expect: '{ alerts: [] }' })
const others = quiet('others', 'ResultType: "0", IPAddress: 192.0.2.1')
const nobody = quiet('nobody', 'ResultType: "50126", IPAddress: ""')

/** Writes test files of a rule; their paths. */
function written(files: readonly (readonly Case[])[], rule: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(root, 'a.yaml'), ruleText({ query, ...rule }))
  return files.map((cases, index) => {
    const path = join(root, `${index}.test.yaml`)
    writeFileSync(path, testText(...cases))
    return inside(root, path)
  })
}

describe('the conditions of a rule', () => {
  async function covered(...files: readonly (readonly Case[])[]) {
    const { rule, conditions, diagnostics } = await coverSuites(written(files), memoryEnvironment(root))
    expect(rule).toBe(join(root, 'a.yaml'))
    return {
      conditions: conditions.map(({ text, held, failed }) => [text, held, failed]),
      at: conditions.map(({ span }) => span.file.text.slice(span.start, span.end)),
      diagnostics: diagnostics.map(({ id }) => id),
    }
  }
  const [code, address] = ['ResultType == "50126"', 'isnotempty(IPAddress)']

  test('are shown to hold and not to hold by the cases of all its test files together', async () => {
    const conditions = async (...files: readonly (readonly Case[])[]) => (await covered(...files)).conditions
    expect(await covered([fires])).toEqual({
      conditions: [
        [code, true, false],
        [address, true, false],
      ],
      at: [code, address],
      diagnostics: [],
    })
    expect(await conditions([others])).toEqual([
      [code, false, true],
      [address, true, false],
    ])
    expect(await conditions([fires, others], [nobody])).toEqual([
      [code, true, true],
      [address, true, true],
    ])
  })

  test('are shown by any run of a case', async () => {
    const rows = `{ SigninLogs: [${['09:30', '10:30'].map((time, run) => `{ TimeGenerated: "2026-03-02T${time}:00Z", ResultType: "${run ? '0' : '50126'}", IPAddress: x }`).join(', ')}] }`
    const hourly = { queryFrequency: '1h' }
    const files = written(
      [[{ replay: '{ from: 2026-03-02T10:00:00Z, to: 2026-03-02T11:00:00Z }', rows, expect: '{ incidents: 1 }' }]],
      hourly,
    )
    const { conditions } = await coverSuites(files, memoryEnvironment(root))
    expect(conditions.map(({ held, failed }) => [held, failed])).toEqual([
      [true, true],
      [true, false],
    ])
  })

  test('are in the order of the query, in whatever order it is run', async () => {
    const [late, early] = [address, code].map(text => ({
      start: query.indexOf(text),
      end: query.indexOf(text) + text.length,
      holds: 1,
      fails: 0,
    }))
    const engine = {
      countConditions: async () => [late!, early!],
      [Symbol.asyncDispose]: async () => {},
    } as unknown as Engine
    const environment = { ...memoryEnvironment(root), openEngine: async () => engine }
    const { conditions } = await coverSuites(written([[fires]]), environment)
    expect(conditions.map(({ text }) => text)).toEqual([code, address])
  })

  test('are shown by the cases whose data can be used; the others are reported', async () => {
    const unusable = { ...others, rows: '{ SigninLog: [{}] }' }
    expect(await covered([unusable, fires])).toMatchObject({
      conditions: [
        [code, true, false],
        [address, true, false],
      ],
      diagnostics: ['case-unknown-table'],
    })
  })
})

describe('the mutants of a rule', () => {
  async function mutated(...cases: readonly Case[]) {
    const score = await mutateSuites(written([cases]), memoryEnvironment(root))
    return {
      rule: score.rule,
      diagnostics: score.diagnostics.map(({ id }) => id),
      noticed: countNoticed(score.mutants),
      percent: Math.round(percentNoticed(score)),
      mutants: score.mutants.map(({ kind, before, after, killedBy }) => [kind, before, after, killedBy]),
      suggestions: score.mutants.flatMap(({ before, suggestion }) => (suggestion === undefined ? [] : [before])),
    }
  }

  test('are those that some case notices, and those that none does, with a case that would', async () => {
    expect(await mutated(fires)).toEqual({
      rule: join(root, 'a.yaml'),
      diagnostics: [],
      // A row 50 minutes old is outside half the period, and one row is not more than one.
      noticed: 3,
      percent: 60,
      mutants: [
        ['period', '1h', '30m', 'fires'],
        ['trigger', '0', '1', 'fires'],
        ['condition', 'ResultType == "50126"', 'true', undefined],
        ['comparison', '==', '!=', 'fires'],
        ['condition', 'isnotempty(IPAddress)', 'true', undefined],
      ],
      suggestions: ['ResultType == "50126"', 'isnotempty(IPAddress)'],
    })
  })

  test('are all noticed by cases that show each condition', async () => {
    const { percent, mutants, suggestions } = await mutated(fires, others, nobody)
    expect([percent, suggestions]).toEqual([100, []])
    expect(mutants.map(([, before, , killer]) => [before, killer])).toEqual([
      ['1h', 'fires'],
      ['0', 'fires'],
      ['ResultType == "50126"', 'others'],
      ['==', 'fires'],
      ['isnotempty(IPAddress)', 'nobody'],
    ])
  })

  test.each([
    ['missed', { missed: 0 }],
    ['duplicates', { duplicates: 0 }],
    ['reaches', { reaches: 'nothing' }],
    ['alerts', { alerts: '[]' }],
  ])('are not shown by a case whose %s differ', async (_, expected) => {
    const rows = `{ SigninLogs: [${['08:00', '09:10'].map(time => `{ TimeGenerated: "2026-03-02T${time}:00Z", ResultType: "50126", IPAddress: x }`).join(', ')}] }`
    const [[key, value]] = Object.entries(expected) as [[string, string | number]]
    // Both runs raise an alert of the second row, and no run sees the first.
    const replay = '{ from: 2026-03-02T10:00:00Z, to: 2026-03-02T10:05:00Z }'
    const { diagnostics, noticed } = await mutated({ replay, rows, expect: `{ ${key}: ${value} }` })
    expect([diagnostics, noticed]).toEqual([['case-not-passing'], 0])
  })
})

test.each([
  ['of a rule that raises no alerts', { kind: 'Hunting' }],
  ['of a rule with an error', { severity: 'Extreme' }],
])('nothing is known %s', async (_, changes) => {
  const files = written([[fires]], changes)
  const { conditions, diagnostics } = await coverSuites(files, memoryEnvironment(root))
  const score = await mutateSuites(files, memoryEnvironment(root))
  expect([conditions, score.mutants, score.rule]).toEqual([[], [], join(root, 'a.yaml')])
  expect(score.diagnostics).toEqual(diagnostics)
  expect(percentNoticed(score)).toBe(100)
})

const world = { catalogue: loadCatalogue() }

const mutantsOf = (changes: Readonly<Record<string, string>>) => {
  const rule = writtenRule({ query: 'SigninLogs | summarize n = count() | where n > 3', ...changes })
  return { rule, mutants: ruleMutants(rule, world) }
}

const isScheduled = <T extends { readonly kind: string }>(rule: T) => rule as Extract<T, { kind: 'Scheduled' }>

test('the mutants of a rule are in the order of its file, with what they change', () => {
  const { rule, mutants } = mutantsOf({ triggerThreshold: '2' })
  const text = rule.file.text
  expect(
    mutants.map(({ kind, span, before, after, like }) => [kind, text.slice(span.start, span.end), before, after, like]),
  ).toEqual([
    ['period', '1h', '1h', '30m', 'period'],
    ['trigger', '2', '2', '3', 'trigger up'],
    ['trigger', '2', '2', '1', 'trigger'],
    ['condition', 'n > 3', 'n > 3', 'true', 'condition'],
    ['comparison', '>', '>', '>=', 'comparison'],
    ['threshold', '3', '3', '4', 'threshold up'],
    ['threshold', '3', '3', '2', 'threshold'],
  ])
})

test('a mutant of the query runs with the rule, one of the schedule with the query', () => {
  const { rule, mutants } = mutantsOf({ triggerThreshold: '2' })
  const kql = rule.query.value
  const subjects = mutants.map(mutant => {
    const { triggerThreshold, queryPeriod } = isScheduled(mutant.rule)
    return [triggerThreshold.value, queryPeriod.value, mutant.kql]
  })
  const own = isScheduled(rule).queryPeriod.value
  expect(subjects).toEqual([
    [2, { ticks: own.ticks / 2n, text: '30m' }, kql],
    [3, own, kql],
    [1, own, kql],
    [2, own, kql.replace('n > 3', 'true')],
    [2, own, kql.replace('>', '>=')],
    [2, own, kql.replace('3', '4')],
    [2, own, kql.replace('3', '2')],
  ])
})

test('no trigger is below zero', () => {
  const { mutants } = mutantsOf({ triggerThreshold: '0' })
  expect(mutants.filter(({ kind }) => kind === 'trigger').map(({ after }) => after)).toEqual(['1'])
})

test('a near-real-time rule has no schedule to change', () => {
  const { mutants } = mutantsOf({ kind: 'NRT' })
  expect(mutants.map(({ kind }) => kind)).toEqual(['condition', 'comparison', 'threshold', 'threshold'])
})
