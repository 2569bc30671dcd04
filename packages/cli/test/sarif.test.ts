import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { default as Ajv04, type ErrorObject } from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample, tests } from './sample.ts'

const require = createRequire(import.meta.url)
const ajv = new Ajv04.default({ strict: false, unicodeRegExp: false })
addFormats.default(ajv)
/** The schema of SARIF 2.1.0, as Microsoft publishes it with its own matchers of SARIF logs. */
const validate = ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'))

interface Log {
  readonly runs: readonly {
    readonly results: readonly { readonly ruleId: string }[]
    readonly invocations?: readonly { readonly toolConfigurationNotifications: readonly unknown[] }[]
  }[]
}

/** A log, once it is found valid. */
function valid(text: string): Log {
  const log: unknown = JSON.parse(text)
  const faults: readonly ErrorObject[] = validate(log) ? [] : (validate.errors ?? [])
  expect(faults).toEqual([])
  return log as Log
}

const broken = rule.replace('| where IPAddress', '| where IPAdress')

test('the schema rejects a malformed log', () => {
  expect(validate({ version: '2.1.0', runs: [{ tool: {}, results: [{ message: 'text' }] }] })).toBe(false)
})

test.each([
  ['no findings', {}, []],
  ['a finding of Kusto', { 'detections/blocked.yaml': broken }, ['unknown-name']],
  [
    'a file that is no YAML, in a folder with a strange name',
    { 'detections/Ü #1%/a b.yaml': 'id: [' },
    ['yaml-malformed'],
  ],
  ['an unreadable project', { 'tripline.yaml': 'rules: [' }, ['yaml-malformed']],
])('check reports %s as SARIF', async (_, files, ids) => {
  enterFolder({ ...sample, ...files })
  const { stdout } = await tripline(['check', '--format', 'sarif'])
  expect(valid(stdout).runs[0]!.results.map(({ ruleId }) => ruleId)).toEqual(ids)
})

test('a check comes with its page, and each finding with a fingerprint', async () => {
  enterFolder({ ...sample, 'detections/blocked.yaml': broken })
  const { stdout } = await tripline(['check', '--format', 'sarif'])
  valid(stdout)
  const [run] = JSON.parse(stdout).runs
  const page = readFileSync(new URL('../../rules/src/checks/unknown-name.md', import.meta.url), 'utf8')
  expect(run.tool.driver.rules).toMatchObject([
    {
      id: 'unknown-name',
      help: { markdown: page },
      helpUri: expect.stringMatching(/^https:.*\/checks\/unknown-name\.md$/),
    },
  ])
  expect(run.results[0].partialFingerprints).toEqual({
    primaryLocationLineHash: expect.stringMatching(/^[\da-f]{16}:1$/),
  })
})

test('what has no span is reported about the run, not as a result', async () => {
  enterFolder({})
  const { code, stdout } = await tripline(['check', '--format', 'sarif'])
  expect(code).toBe(2)
  expect(valid(stdout).runs).toMatchObject([
    {
      results: [],
      invocations: [{ toolConfigurationNotifications: [{ level: 'error', descriptor: { id: 'project-missing' } }] }],
    },
  ])
})

test.each([
  ['passing', tests, []],
  ['failing', tests.replace('alerts: []', 'alerts: [{}]'), ['case-failed']],
  ['unreadable', tests.replace('at:', 'when:'), ['case-time', 'unknown-key']],
])('test reports %s cases as SARIF', async (_, text, ids) => {
  enterFolder({ ...sample, 'detections/blocked.test.yaml': text })
  await tripline(['test', '--reporter', 'sarif=out/report.sarif'])
  const [run] = valid(readFileSync('out/report.sarif', 'utf8')).runs
  expect(run!.results.map(({ ruleId }) => ruleId)).toEqual(ids)
})
