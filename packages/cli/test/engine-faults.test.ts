import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { kustoCluster } from './kusto-cluster.ts'
import { sample } from './sample.ts'

const oneApi = (message: string, code = 'General_BadRequest') => ({ error: { code, '@message': message } })
const at = ['--at', '2026-03-02T10:00:00Z']

/** Every verb that asks an engine about its own data, or gives it data. */
const verbs: Readonly<Record<string, readonly string[]>> = {
  query: ['query', 'SigninLogs'],
  run: ['run', 'blocked', ...at],
  explain: ['explain', 'blocked', ...at],
  'explain --case': ['explain', 'blocked', '--case', 'the blocked address fires'],
  backtest: ['backtest', 'blocked', '--from', '2026-03-02'],
  test: ['test', '--filter', 'fires'],
  verify: ['verify', '--filter', 'fires'],
}

/** What a cluster answers, and the words of the message. */
const faults: Readonly<Record<string, readonly [number, unknown, RegExp]>> = {
  'too many requests': [429, {}, /too many requests/],
  'a dropped connection': [0, {}, /socket hang up|ECONNRESET/],
  'a part of the answer': [
    200,
    [{ FrameType: 'DataSetCompletion', HasErrors: true, OneApiErrors: [oneApi('memory limit')] }],
    /memory limit/,
  ],
  'a wrong database': [400, oneApi("'x' of kind 'Database' was not found", 'BadRequest_EntityNotFound'), /not found/],
  'no permission': [403, oneApi('Principal is not authorized'), /no permission/],
  'too many rows': [
    200,
    [{ FrameType: 'DataSetCompletion', HasErrors: true, OneApiErrors: [oneApi('record count limit 500000')] }],
    /record count limit/,
  ],
}

describe.each(Object.entries(verbs))('%s', (_, argv) => {
  test.each(Object.entries(faults))('names %s', async (_, [status, body, message]) => {
    enterFolder(sample)
    const { engine, asked } = await kustoCluster(() => [status, body])
    const { code, stdout, stderr } = await tripline([...argv, '--engine', engine])
    expect(code).toBe(2)
    expect(stdout + stderr).toMatch(message)
    expect(asked.length).toBeGreaterThan(0)
  })
})
