import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

const quiet = 'an hour later it stays quiet'

const explain = (...argv: readonly string[]) => tripline(['explain', ...argv])

test('the rows of each operator, and why there are too few', async () => {
  enterFolder(sample)
  const { code, stdout, stderr } = await explain('detections/blocked.yaml', '--case', quiet)
  expect([code, stderr]).toEqual([0, ''])
  // The run of 10:35 looks back one hour; the blocked address signs in at 09:30, another one at 09:40.
  const [title, funnel, cause] = stdout.split('\n\n')
  expect(title).toBe(`detections/blocked.yaml ${quiet}, the run of 2026-03-02T10:35:00Z, 0 alerts`)
  expect(funnel!.split('\n').map(line => line.trim().split(/ +/).slice(1))).toEqual([
    ['SigninLogs', '1', 'of', '2', '█'.repeat(16)],
    ['where', '0', 'of', '1'],
    ['project', '0'],
  ])
  expect(cause).toContain('detections/blocked.yaml:9:14 info window')
})

test('a funnel fits 80 columns, whatever the names and numbers', async () => {
  const table = 'AADNonInteractiveUserSignInLogs'
  const rows = `{ ${table}: [{ repeat: 100000, TimeGenerated: 2026-03-02T09:30:00Z }] }`
  enterFolder({
    ...sample,
    'detections/blocked.yaml': sample['detections/blocked.yaml']!.replace('SigninLogs', table),
    'detections/blocked.test.yaml': `rule: blocked.yaml
cases: [{ name: many, at: 2026-03-02T10:00:00Z, rows: ${rows}, expect: { alerts: [] } }]`,
  })
  const { stdout } = await explain('blocked', '--case', 'many')
  const [, funnel] = stdout.split('\n\n')
  expect(funnel).toContain('100,000')
  expect(Math.max(...funnel!.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80)
})

test('a document for programs', async () => {
  enterFolder(sample)
  const { code, stdout } = await explain('blocked', '--case', quiet, '--format', 'json')
  const { rule, at, alerts, causes } = JSON.parse(stdout)
  expect([code, rule, at, alerts]).toEqual([0, 'detections/blocked.yaml', '2026-03-02T10:35:00Z', 0])
  expect(causes).toMatchObject([
    { kind: 'window', line: 9 },
    { kind: 'predicate', line: 17 },
  ])
})

test('a case that fires has a funnel and no causes', async () => {
  enterFolder(sample)
  const { stdout } = await explain('blocked', '--case', 'the blocked address fires', '--format', 'json')
  const { alerts, causes, stages } = JSON.parse(stdout)
  expect([alerts, causes]).toEqual([1, []])
  expect(stages.at(-1)).toMatchObject({ operator: 'project', rowsIn: 1, rowsOut: 1 })
})

test('an alert is traced to the rows that it was made from', async () => {
  enterFolder(sample)
  const name = 'the blocked address fires'
  const { origins, untraced } = JSON.parse((await explain('blocked', '--case', name, '--format', 'json')).stdout)
  const values = { TimeGenerated: '2026-03-02T09:30:00.0000000Z', IPAddress: '203.0.113.9' }
  expect([untraced, origins]).toEqual([
    undefined,
    [expect.objectContaining({ rows: [{ table: 'SigninLogs', row: 0, values: expect.objectContaining(values) }] })],
  ])
  const { stdout } = await explain('blocked', '--case', name)
  expect(stdout).toContain('made from 1 row of SigninLogs\n  2026-03-02T09:30:00Z  ')
  expect((await explain('blocked', '--case', quiet)).stdout).not.toContain('made from')
})

test('a run over recorded logs, with values for parameters at the lines of the rule', async () => {
  enterFolder(sample)
  const logs = ['blocked', '--data', 'logs', '--at', '2026-03-02T10:00:00Z', '--format', 'json']
  const { stdout } = await explain(...logs, '--param', 'address=192.0.2.200')
  const { case: name, alerts, stages, causes } = JSON.parse(stdout)
  expect([name, alerts, stages.map(({ line }: { line: number }) => line)]).toEqual([undefined, 0, [16, 17, 18]])
  expect(causes).toMatchObject([{ kind: 'predicate', line: 17, actual: '203.0.113.9, 198.51.100.7' }])
})

describe('a query that refuses a value', () => {
  const refusing = {
    ...sample,
    'detections/blocked.yaml': rule.replace(
      '== address',
      '== address\n  | mv-expand with_itemindex=i Part = parse_json(IPAddress)',
    ),
  }
  // The address is no JSON, so parse_json returns it as a text, which mv-expand gives no number; it is on line 18.
  const refused = { alerts: 0, causes: [{ kind: 'type', line: 18 }], stages: [{ rowsOut: 2 }, { rowsOut: 1 }] }

  test.each([
    ['--case', 'the blocked address fires'],
    ['--case', 'the blocked address fires', '--at', '2026-03-02T10:00:00Z'],
    ['--data', 'logs', '--at', '2026-03-02T10:00:00Z'],
  ])('is explained up to the operator that does, beside the error: %s %s', async (...args) => {
    enterFolder(refusing)
    const { code, stdout, stderr } = await explain('blocked', ...args, '--format', 'json')
    expect([code, JSON.parse(stdout)]).toEqual([1, expect.objectContaining({ at: '2026-03-02T10:00:00Z' })])
    expect(JSON.parse(stdout)).toMatchObject(refused)
    expect(stderr).toContain('unsettled-edge')
  })

  test('does not keep other cases from being explained', async () => {
    enterFolder(refusing)
    const { code, stdout } = await explain('blocked', '--format', 'json')
    expect([code, JSON.parse(stdout)]).toMatchObject([1, [refused, { case: quiet, alerts: 0 }]])
  })

  test('is not explained in another run', async () => {
    enterFolder(refusing)
    const { code, stdout } = await explain(
      'blocked',
      '--case',
      'the blocked address fires',
      '--at',
      '2026-03-02T09:00:00Z',
    )
    expect([code, stdout]).toEqual([1, ''])
  })
})

test('all cases of a rule', async () => {
  enterFolder(sample)
  const { stdout } = await explain('blocked', '--format', 'json')
  expect(JSON.parse(stdout).map(({ case: name }: { case: string }) => name)).toEqual([
    'the blocked address fires',
    quiet,
  ])
})

test('the run of a schedule at a time', async () => {
  const replayed = sample['detections/blocked.test.yaml']!.replace(
    'at: 2026-03-02T10:35:00Z',
    'replay: { from: 2026-03-02T10:35:00Z, to: 2026-03-02T12:35:00Z }',
  )
  enterFolder({ ...sample, 'detections/blocked.test.yaml': replayed })
  const at = (time: string) => explain('blocked', '--case', quiet, '--at', time, '--format', 'json')
  expect(JSON.parse((await at('2026-03-02T11:35:00Z')).stdout)).toMatchObject({ at: '2026-03-02T11:35:00Z' })
  const { code, stderr } = await at('2026-03-02T11:00:00Z')
  expect(code).toBe(2)
  expect(stderr).toContain('the case has no run at 2026-03-02T11:00:00Z')
})

test('a run without alerts explains itself', async () => {
  enterFolder(sample)
  const { stdout } = await tripline(['run', 'blocked', '--data', 'logs', '--at', '2026-03-02T12:00:00Z'])
  expect(stdout).toContain('0 alerts')
  expect(stdout).toContain('info window')
})

test('a failed case says what held back its rows', async () => {
  enterFolder({ ...sample, 'detections/blocked.yaml': rule.replace('IPAddress == address', 'IPAddress != address') })
  const { stdout } = await tripline(['test', '--filter', 'fires'])
  // 198.51.100.7 fires now, which is not expected; nothing was held back.
  expect(stdout).not.toContain('holds for none')
  enterFolder({ ...sample, 'detections/blocked.yaml': rule.replace('203.0.113.9', '192.0.2.1') })
  expect((await tripline(['test', '--filter', 'fires'])).stdout).toContain('predicate on line 17: IPAddress == address')
})

test.each([
  ['logs and a case', ['--data', 'logs', '--case', quiet, '--at', '2026-03-02T10:00:00Z']],
  ['logs without a time', ['--data', 'logs']],
  ['a parameter of a case', ['--case', quiet, '--param', 'a=b']],
  ['a time for all cases', ['--at', '2026-03-02T10:00:00Z']],
])('%s cannot be combined', async (_, options) => {
  enterFolder(sample)
  const { code, stdout, stderr } = await explain('blocked', ...options)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('option-conflict')
})

test.each([
  ['an unknown rule', ['nothing', '--case', quiet], 'rule-unknown', 'nothing is neither'],
  ['an unknown case', ['blocked', '--case', 'an hour later it stays quite'], 'case-unknown', `did you mean ${quiet}?`],
])('%s is one message', async (_, argv, id, text) => {
  enterFolder(sample)
  const { code, stdout, stderr } = await explain(...argv)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(id)
  expect(stderr).toContain(text)
})

test('a rule without tests', async () => {
  const { 'detections/blocked.test.yaml': _, ...files } = sample
  enterFolder(files)
  const { code, stderr } = await explain('blocked', '--case', quiet)
  expect(code).toBe(2)
  expect(stderr).toContain('rule-untested')
})

// The rows of both runs are those of the local engine, above.
test('another engine counts the rows, of a case and of what it has itself', async () => {
  enterFolder(sample)
  const counts = ({
    stages,
  }: {
    readonly stages: readonly { readonly operator: string; readonly rowsOut: number }[]
  }) => stages.map(({ operator, rowsOut }) => [operator, rowsOut])
  await withEmulator(
    async () => {
      const engine = ['--engine', 'kusto=local', '--format', 'json']
      const silent = await explain('blocked', '--case', quiet, ...engine)
      const { stages, causes } = JSON.parse(silent.stdout)
      expect([silent.code, silent.stderr, counts({ stages })]).toEqual([
        0,
        '',
        [
          ['table', 1],
          ['where', 0],
          ['project', 0],
        ],
      ])
      expect(causes).toMatchObject([{ kind: 'window' }, { kind: 'predicate' }])
      const own = await explain('blocked', '--at', '2026-03-02T10:00:00Z', ...engine)
      expect(counts(JSON.parse(own.stdout))).toEqual([
        ['table', 2],
        ['where', 1],
        ['project', 1],
      ])
      const other = await explain(
        'blocked',
        '--at',
        '2026-03-02T10:00:00Z',
        '--param',
        'address=198.51.100.7',
        ...engine,
      )
      expect(counts(JSON.parse(other.stdout)).at(-1)).toEqual(['project', 1])
    },
    '--data',
    'logs',
  )
})

test('an engine that does not answer leaves the run unexplained', async () => {
  enterFolder(sample)
  const engine = ['--engine', 'kusto=http://127.0.0.1:9']
  const { code, stdout, stderr } = await explain('blocked', '--at', '2026-03-02T10:00:00Z', ...engine)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('kusto=http://127.0.0.1:9/NetDefaultDB')
})

test.each([
  [
    ['--data', 'logs', '--at', '2026-03-02T10:00:00Z', '--engine', 'kusto=local'],
    '--data cannot be used with --engine',
  ],
  [['--case', quiet, '--param', 'a=1', '--engine', 'kusto=local'], '--param needs --data PATH, or --engine ENGINE and'],
  [['--case', quiet, '--allow-management'], '--allow-management needs an engine kusto=…'],
  [['--at', '2026-03-02T10:00:00Z', '--engine', 'kusto=local', '--allow-management'], '--allow-management needs'],
  [['--engine', 'kusto'], 'tripline.yaml has no engine kusto'],
])('not with %j', async (argv, message) => {
  enterFolder(sample)
  const { code, stderr } = await explain('blocked', ...argv)
  expect(code).toBe(2)
  expect(stderr).toContain(message)
})
