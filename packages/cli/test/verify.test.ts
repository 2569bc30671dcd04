import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { kustoCluster, kustoFrames } from './kusto-cluster.ts'
import { rule, sample, tests } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

/** A cluster that answers every query with these rows of the sample rule's columns, or this status. */
async function cluster(rows: readonly unknown[][], status = 200): Promise<string> {
  const frames = kustoFrames(['TimeGenerated:datetime', 'UserPrincipalName:string', 'IPAddress:string'], rows)
  return (await kustoCluster(() => [status, frames])).engine
}

test('the sample is the same on the Kusto endpoint of the emulator, and its answers can be kept', async () => {
  enterFolder(sample)
  await withEmulator(async () => {
    const verified = await tripline(['verify', '--engine', 'kusto=local', '--record', 'answers.jsonl'])
    expect(verified).toEqual({ code: 0, stdout: '2 same\n', stderr: '' })
    const kept = readFileSync('answers.jsonl', 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(kept.map(({ at, rows }) => [at, rows])).toEqual([
      ['2026-03-02T10:00:00.0000000Z', [['2026-03-02T09:30:00.0000000Z', 'ann@contoso.example', '203.0.113.9']]],
      ['2026-03-02T10:35:00.0000000Z', []],
    ])
    expect(kept[0]).toMatchObject({ columns: [{ name: 'TimeGenerated', type: 'datetime' }, {}, {}], order: 'any' })
    // Each brings its data, so it can be asked anywhere.
    const { stdout } = await tripline(['query', '--batch'], { stdin: `${JSON.stringify(kept[0])}\n` })
    expect(JSON.parse(stdout)).toMatchObject({ columns: kept[0].columns, rows: kept[0].rows })
  })
})

const ann = ['2026-03-02T09:30:00Z', 'ann@contoso.example', '203.0.113.9']

test('a planted difference is found and named', async () => {
  enterFolder(sample)
  const engine = await cluster([ann.with(1, 'eve@contoso.example')])
  const { code, stdout } = await tripline(['verify', '--engine', engine])
  expect(code).toBe(1)
  expect(stdout).toBe(
    [
      'different  detections/blocked.yaml › the blocked address fires at 2026-03-02T10:00:00.0000000Z',
      '    only here:  ["2026-03-02T09:30:00.0000000Z", "ann@contoso.example", "203.0.113.9"]',
      '    only there: ["2026-03-02T09:30:00.0000000Z", "eve@contoso.example", "203.0.113.9"]',
      'different  detections/blocked.yaml › an hour later it stays quiet at 2026-03-02T10:35:00.0000000Z',
      '    only there: ["2026-03-02T09:30:00.0000000Z", "eve@contoso.example", "203.0.113.9"]',
      '2 different',
      '',
    ].join('\n'),
  )
  const { stdout: document } = await tripline(['verify', '--engine', engine, '--format', 'json', '--filter', 'fires'])
  expect(JSON.parse(document).runs).toMatchObject([
    { verdict: 'different', difference: { what: 'rows', there: [expect.any(String), 'eve@contoso.example', ann[2]] } },
  ])
})

test('queries of files are compared, too, each over empty tables', async () => {
  enterFolder({ ...sample, 'hunting/a.kql': 'SigninLogs | count', 'hunting/deep/b.kql': 'print now()' })
  await withEmulator(async () => {
    const verified = await tripline(['verify', 'hunting', '--at', '2026-03-02T10:00:00Z', '--engine', 'kusto=local'])
    expect(verified).toEqual({ code: 0, stdout: '2 same\n', stderr: '' })
    const one = await tripline(['verify', 'hunting/deep/b.kql', '--engine', 'kusto=local', '--format', 'json'])
    expect(JSON.parse(one.stdout).runs).toMatchObject([{ file: 'hunting/deep/b.kql', verdict: 'answered-there' }])
  })
})

describe('data that does not fit into a query', () => {
  const rows =
    '{ repeat: 10001, from: 2026-03-02T09:00:00Z, every: 100ms, UserPrincipalName: "u{n}@x", IPAddress: "192.0.2.{n}" }'
  const large = tests
    .slice(0, tests.indexOf('  - name: an hour later'))
    .replace(
      /data: .*/,
      `rows: { SigninLogs: [${rows}, { TimeGenerated: 2026-03-02T09:30:00Z, IPAddress: 203.0.113.9 }] }`,
    )
  const project = { ...sample, 'detections/blocked.test.yaml': large }

  test('is loaded into tables that are removed, if that is allowed', async () => {
    enterFolder(project)
    await withEmulator(async () => {
      const verify = ['verify', '--engine', 'kusto=local']
      const refused = await tripline(verify)
      expect(refused).toMatchObject({
        code: 2,
        stdout: expect.stringMatching(/more than 10000 rows; --allow-management/),
      })
      const record = ['--allow-management', '--record', 'answers.jsonl']
      expect(await tripline([...verify, ...record])).toEqual({
        code: 0,
        stdout: '1 same\n',
        stderr: expect.stringContaining('answers.jsonl lacks 1 answer whose data does not fit into a query'),
      })
      const left = await tripline(['query', 'tripline_11111111222243338444555555555555', '--engine', 'kusto=local'])
      expect(left.code).toBe(1)
    })
  })

  /** A cluster that takes all commands but those of this verb, and tells of each. */
  async function managed(refusedVerb: string, onCommand: () => void = () => {}) {
    const { asked, engine } = await kustoCluster(({ csl, isCommand }) => {
      if (isCommand) onCommand()
      return csl.startsWith(refusedVerb) ? [400, { error: { '@message': 'no permission' } }] : [200, {}]
    })
    return { engine, commands: () => asked.flatMap(({ csl, isCommand }) => (isCommand ? [csl] : [])) }
  }

  test('that could not be loaded is removed, or else named', async () => {
    enterFolder(project)
    const { engine, commands } = await managed('.ingest')
    const some = await tripline(['verify', '--allow-management', '--engine', engine])
    expect(some).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('a table cannot be filled: no permission'),
    })
    expect(some.stderr).not.toContain('left')
    expect(commands().at(-1)).toMatch(/^\.drop table tripline_1/)
    const stuck = await managed('.drop')
    const { stderr } = await tripline(['verify', '--allow-management', '--engine', stuck.engine])
    expect(stderr).toContain('1 table may have been left in kusto=http://127.0.0.1')
    expect(stderr).toContain('.drop table tripline_11111111222243338444555555555555 ifexists')
  })

  test.each(['verify', 'test'])('is removed when %s is interrupted', async verb => {
    enterFolder(project)
    let interrupt = () => {}
    const interrupted = new Promise<void>(resolve => (interrupt = resolve))
    const { engine, commands } = await managed('.never', () => interrupt())
    const call = { interrupted: () => interrupted }
    const { code, stderr } = await tripline([verb, '--allow-management', '--engine', engine], call)
    expect(code).toBe(2)
    expect(stderr).toContain('was asked everything')
    expect(commands().map(csl => csl.split(' ')[0])).toEqual(['.set', '.drop'])
  })

  test.each([
    [['verify', '--engine', 'workspace=prod'], 'workspace=prod takes no commands'],
    [['test', '--engine', 'embedded'], '--allow-management needs an engine kusto=…'],
    [['test'], '--allow-management needs an engine kusto=…'],
  ])('needs a database of Kusto: not %j', async (argv, message) => {
    enterFolder(project)
    const { code, stderr } = await tripline([...argv, '--allow-management'])
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})

describe('verify fails', () => {
  test.each([
    [['--engine', 'embedded'], 'the embedded engine is what is verified'],
    [['--engine', 'kusto='], '--engine kusto=: expected embedded, workspace=NAME'],
    [['--engine', 'kusto'], 'tripline.yaml has no engine kusto'],
    [['--engine', 'embeded'], 'did you mean embedded?'],
    [['--engine', 'kusto=https://x.kusto.windows.net/%ff'], ': expected'],
    [['--engine', 'kusto=http://example.com/x'], '--engine kusto=http://example.com/x: expected'],
    [['--engine', 'kusto=https://ann:secret@x.kusto.windows.net'], ': expected'],
    [['--engine', 'kusto=local'], 'no emulator is running'],
    [['--engine', 'workspace=nope'], 'nope'],
  ])('with %j', async (argv, message) => {
    enterFolder(sample)
    const { code, stdout, stderr } = await tripline(['verify', ...argv])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  test('where the engine does not answer, with one message', async () => {
    enterFolder(sample)
    const { code, stderr } = await tripline(['verify', '--engine', await cluster([], 403)])
    expect(code).toBe(2)
    expect(stderr.match(/ ?error engine-unusable/g)).toHaveLength(1)
    expect(stderr).toContain('(denied): no permission to query the database')
  })
})

describe('query --engine', () => {
  test('runs a query on a cluster', async () => {
    enterFolder(sample)
    const { stdout } = await tripline(['query', 'T', '--engine', await cluster([ann]), '--format', 'ndjson'])
    expect(JSON.parse(stdout)).toMatchObject({ UserPrincipalName: 'ann@contoso.example' })
  })

  test('embedded is the default', async () => {
    enterFolder(sample)
    const { stdout } = await tripline(['query', 'print x = 1', '--engine', 'embedded', '--format', 'csv'])
    expect(stdout).toBe('x\r\n1\r\n')
  })

  test('by the name that tripline.yaml gives it', async () => {
    const lab = `${sample['tripline.yaml']}engines:\n  lab: ${await cluster([ann])}\n`
    enterFolder({ ...sample, 'tripline.yaml': lab })
    const { stdout } = await tripline(['query', 'T', '--engine', 'lab', '--format', 'ndjson'])
    expect(JSON.parse(stdout)).toMatchObject({ UserPrincipalName: 'ann@contoso.example' })
    expect((await tripline(['query', 'T', '--engine', 'lap'])).stderr).toContain('did you mean lab?')
  })

  test.each([
    ['lab: kusto', 'expected workspace=NAME'],
    ['lab: kusto=http://example.com/x', 'expected workspace=NAME'],
    ['lab: workspace=prot', 'no workspace prot'],
    ['embedded: kusto=local', 'embedded cannot be the name of an engine'],
    ['a b: kusto=local', 'a b cannot be the name of an engine'],
  ])('not by %s', async (engine, message) => {
    enterFolder({ ...sample, 'tripline.yaml': `${sample['tripline.yaml']}engines:\n  ${engine}\n` })
    const { code, stdout } = await tripline(['check'])
    expect(code).toBe(2)
    expect(stdout).toMatch(/^tripline.yaml:10:/)
    expect(stdout).toContain(message)
  })

  test.each([
    [['--data', 'logs'], '--data cannot be used with --engine'],
    [['--workspace', 'local'], '--engine cannot be used with --workspace'],
  ])('not with %j', async (argv, message) => {
    enterFolder(sample)
    const { code, stderr } = await tripline(['query', 'T', '--engine', 'kusto=local', ...argv])
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})

describe('test --engine', () => {
  const refused = rule.replace(
    /query: \|[\s\S]*?entityMappings/,
    "query: |\n  SigninLogs\n  | reduce by UserPrincipalName\n  | project TimeGenerated = now(), UserPrincipalName = Pattern, IPAddress = '203.0.113.9'\nentityMappings",
  )

  test('takes the answers of another engine, also where the local one refuses the query', async () => {
    enterFolder({ ...sample, 'detections/blocked.yaml': refused })
    expect((await tripline(['test', '--filter', 'fires'])).code).toBe(1)
    const engine = await cluster([ann])
    expect(await tripline(['test', '--filter', 'fires', '--engine', engine])).toMatchObject({ code: 0, stderr: '' })
    const quiet = await cluster([])
    expect((await tripline(['test', '--filter', 'fires', '--engine', quiet])).stdout).toContain('no alert')
  })

  test.each([
    [400, 1, /engine-refused/],
    [403, 2, /no permission/],
  ])('a cluster that answers %i makes the case an error', async (status, expected, message) => {
    enterFolder(sample)
    const { code, stdout, stderr } = await tripline(['test', '--engine', await cluster([], status)])
    expect(code).toBe(expected)
    expect(stdout + stderr).toMatch(message)
  })

  test('not while watching', async () => {
    enterFolder(sample)
    const { code, stderr } = await tripline(['test', '--watch', '--engine', 'kusto=local'])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('--engine cannot be used with --watch'),
    })
  })
})
