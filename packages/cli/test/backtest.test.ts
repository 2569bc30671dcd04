import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

const threshold = rule.replace(
  /query: \|[\s\S]*?entityMappings/,
  `query: |
  let least = 1;
  SigninLogs
  | summarize Count = count() by IPAddress
  | where Count >= least
entityMappings`,
)

const sign = (time: string, address: string) =>
  JSON.stringify({ TimeGenerated: `2026-03-${time}:00Z`, IPAddress: address, UserPrincipalName: 'ann@contoso.example' })

/** The window of 10:00 has two addresses, one of them twice; that of 11:00 has one; the next day has one at 10:00. */
const signins = [
  sign('02T09:10', '203.0.113.9'),
  sign('02T09:20', '203.0.113.9'),
  sign('02T09:30', '198.51.100.7'),
  sign('02T10:30', '198.51.100.7'),
  sign('03T09:30', '203.0.113.9'),
].join('\n')

const project = (text: string) => ({ ...sample, 'detections/blocked.yaml': text, 'logs/SigninLogs.jsonl': signins })

const days = { '--data': 'logs', '--from': '2026-03-02', '--to': '2026-03-03' }

const backtest = (changed: Readonly<Record<string, string>> = {}) =>
  tripline(['backtest', 'blocked', ...Object.entries({ ...days, ...changed }).flat()])

describe('backtest', () => {
  test('counts the alerts of every day, the rows and the entities', async () => {
    enterFolder(project(threshold))
    expect(await backtest()).toEqual({
      code: 0,
      stdout: [
        'detections/blocked.yaml  2026-03-02 to 2026-03-03',
        '         day  runs  alerts  suppressed',
        '  2026-03-02    24       2           0',
        '  2026-03-03    24       1           0',
        '  3 alerts, 1.5 a day',
        `  5 rows of SigninLogs scanned, in files of ${signins.length} B`,
        '  entities in most alerts:',
        '         2  {"IP":{"Address":"198.51.100.7"}}',
        '         2  {"IP":{"Address":"203.0.113.9"}}',
        '',
      ].join('\n'),
      stderr: '',
    })
  })

  test('a run that suppression skips is counted apart', async () => {
    enterFolder(project(threshold.replace('tactics:', 'suppressionEnabled: true\nsuppressionDuration: 5h\ntactics:')))
    const { stdout } = await backtest({ '--format': 'json' })
    // 10:00 fires, so 11:00 to 14:00 are skipped, of which 11:00 would have fired; the same on the next day.
    expect(JSON.parse(stdout).backtests).toMatchObject([
      {
        rule: 'detections/blocked.yaml',
        alerts: 2,
        alertsPerDay: 1,
        suppressed: { runs: 8, alerts: 1 },
        days: [
          { day: '2026-03-02', runs: 20, alerts: 1, suppressed: { runs: 4, alerts: 1 } },
          { day: '2026-03-03', runs: 20, alerts: 1, suppressed: { runs: 4, alerts: 0 } },
        ],
        scanned: [{ table: 'SigninLogs', rows: 5, bytes: signins.length }],
      },
    ])
  })

  test('a page shows a bar for each day, and no markup of a rule', async () => {
    enterFolder({ ...project(threshold), 'detections/a<b>.yaml': threshold })
    const { stdout } = await tripline([
      'backtest',
      'detections/a<b>.yaml',
      ...Object.entries(days).flat(),
      '--format',
      'html',
    ])
    // Two alerts on the first day, one on the second: half as high.
    expect(stdout.match(/<rect [^>]*0\.8"/g)!.map(bar => / height="(\d+)"/.exec(bar)![1])).toEqual(['160', '80'])
    expect(stdout).toContain('<tr><th scope="row">2026-03-02</th><td>24</td><td>2</td><td>0</td><td></td></tr>')
    expect(stdout).toContain('a&lt;b&gt;.yaml')
    expect(stdout).not.toContain('a<b>')
  })

  test('--sweep tries each value of a threshold', async () => {
    enterFolder(project(threshold))
    const { stdout } = await backtest({ '--sweep': 'least=1..5:2' })
    expect(stdout).toBe(
      [
        'detections/blocked.yaml  2026-03-02 to 2026-03-03',
        '  least  alerts  a day  suppressed',
        '      1       3    1.5           0',
        '      3       0    0.0           0',
        '      5       0    0.0           0',
        '',
      ].join('\n'),
    )
  })

  test('a day in which a run fails is named, and the others go on', async () => {
    // What series_stats_dynamic says of a text is not documented, so a row with one is refused.
    const text = `iff(TimeGenerated between (datetime(2026-03-02 10:00) .. 1h), dynamic('a'), dynamic([1]))`
    enterFolder(
      project(
        threshold.replace('| summarize', `| extend S = series_stats_dynamic(${text})\n  | summarize S = any(S),`),
      ),
    )
    const { code, stdout, stderr } = await backtest()
    expect(code).toBe(1)
    expect(stdout).toContain(
      '\n  2026-03-02    11       1           0  failed at 2026-03-02T11:00:00Z\n  2026-03-03    24       1           0\n',
    )
    expect(stdout).toContain('  2 alerts, 1.0 a day without the 1 that failed\n')
    expect(stderr).toContain('detections/blocked.yaml:')
    expect(stderr.match(/series_stats\(\) of a value that is not an array/g)).toHaveLength(1)
  })

  test('goes on where it was interrupted, and begins anew for another rule', async () => {
    enterFolder(project(threshold))
    const first = await backtest({ '--resume': 'days.jsonl', '--to': '2026-03-02' })
    // The line of the second day was cut.
    const kept = readFileSync('days.jsonl', 'utf8')
    const altered = kept.replace('"alerts":2', '"alerts":7')
    writeFileSync('days.jsonl', `${altered}{"key":"`)
    const { stdout } = await backtest({ '--resume': 'days.jsonl' })
    expect(first.stdout).toContain('2026-03-02    24       2')
    expect(stdout).toContain('2026-03-02    24       7')
    expect(stdout).toContain('2026-03-03    24       1')
    expect(readFileSync('days.jsonl', 'utf8').split('\n')).toEqual([
      altered.trimEnd(),
      '{"key":"',
      expect.stringContaining('2026-03-03'),
      '',
    ])
    expect((await backtest({ '--resume': 'days.jsonl', '--param': 'least=2' })).stdout).toContain(
      '2026-03-02    24       1',
    )
  })

  test.each(['kusto=local', 'workspace=local'])('runs over what %s has, as over the logs', async engine => {
    enterFolder(project(threshold))
    const json = async (argv: readonly string[]) => JSON.parse((await tripline(argv)).stdout)
    const range = ['--from', '2026-03-02', '--to', '2026-03-03', '--format', 'json']
    const run = ['run', 'blocked', '--at', '2026-03-02T10:00:00Z', '--format', 'json']
    await withEmulator(
      async () => {
        const here = await json(['backtest', 'blocked', '--data', 'logs', ...range])
        const there = await json(['backtest', 'blocked', '--engine', engine, ...range])
        expect(there.backtests).toEqual(here.backtests.map((one: object) => ({ ...one, scanned: [] })))
        expect(await json([...run, '--engine', engine])).toEqual(await json([...run, '--data', 'logs']))
      },
      '--data',
      'logs',
    )
  })

  // 48 runs of an hour each, with five values: every row is scanned five times. Log Analytics takes 200 queries in 30 seconds.
  test('what a backtest elsewhere asks, scans and costs is known before it begins', async () => {
    const usage = (TimeGenerated: string, Quantity: number, DataType = 'SigninLogs') =>
      `${JSON.stringify({ TimeGenerated, Quantity, DataType })}\n`
    const logged = [
      usage('2026-03-01T22:00:00Z', 5000),
      usage('2026-03-02T10:00:00Z', 2000),
      usage('2026-03-03T10:00:00Z', 1000.5),
      usage('2026-03-03T10:00:00Z', 7000, 'AuditLogs'),
    ]
    enterFolder({ ...project(threshold), 'logs/Usage.jsonl': logged.join('') })
    const range = ['--from', '2026-03-02', '--to', '2026-03-03', '--sweep', 'least=1..5']
    const estimate = (...argv: readonly string[]) => tripline(['backtest', 'blocked', ...range, '--estimate', ...argv])
    await withEmulator(
      async () => {
        expect(await estimate('--engine', 'workspace=local', '--price-per-gb', '0.1')).toEqual({
          code: 0,
          stderr: '',
          stdout: [
            'workspace=local: 240 queries, which take at least 30 seconds',
            'about 15.0 GB are scanned, each row by every query whose window it is in',
            'about 1.5 at 0.1 for each GB',
            '',
          ].join('\n'),
        })
        const json = await estimate('--engine', 'kusto=local', '--format', 'json')
        const { stdout } = await tripline(['query', 'SigninLogs | count', '--data', 'logs', '--format', 'json'])
        const [[rows]] = JSON.parse(stdout).rows
        expect(JSON.parse(json.stdout)).toEqual({ engine: 'kusto=local', queries: 240, scanned: { rows: 5 * rows } })
        const priced = await estimate('--engine', 'kusto=local', '--price-per-gb', '1')
        expect(priced).toMatchObject({ code: 2, stderr: expect.stringContaining('--price-per-gb cannot be used') })
      },
      '--data',
      'logs',
    )
    const { code, stdout } = await estimate('--engine', 'kusto=http://127.0.0.1:9')
    expect([code, stdout]).toEqual([0, expect.stringContaining('what they scan is not known: ')])
  })

  test.each([
    [['--data', 'logs', '--estimate'], '--estimate needs --engine'],
    [['--data', 'logs', '--price-per-gb', '1'], '--price-per-gb needs --estimate'],
    [['--engine', 'kusto=local', '--estimate', '--price-per-gb', 'cheap'], '--price-per-gb cheap: expected a number'],
  ])('no estimate with %j', async (argv, message) => {
    enterFolder(project(threshold))
    const { code, stderr } = await tripline(['backtest', 'blocked', '--from', '2026-03-02', ...argv])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
  })

  test('an engine that may have to be paid for is asked only with --yes', async () => {
    enterFolder(project(threshold))
    const argv = ['backtest', 'blocked', '--from', '2026-03-02', '--to', '2026-03-03', '--sweep', 'least=1..5']
    const { code, stderr } = await tripline([...argv, '--engine', 'kusto=https://x.kusto.windows.net'])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('asks kusto=https://x.kusto.windows.net 240 queries'),
    })
  })

  test.each([
    [['--engine', 'kusto=local', '--data', 'logs'], '--data cannot be used with --engine kusto=local'],
    [[], 'pass --data PATH, or --engine ENGINE'],
    [['--engine', 'kusto='], '--engine kusto=: expected'],
    [['--engine', 'lab'], 'tripline.yaml has no engine lab'],
    [['--engine', 'kusto=local'], 'no emulator is running'],
  ])('neither a run nor a backtest with %j', async (argv, message) => {
    enterFolder(project(threshold))
    for (const verb of [
      ['run', 'blocked', '--at', '2026-03-02T10:00:00Z'],
      ['backtest', 'blocked', '--from', '2026-03-02'],
    ]) {
      const { code, stderr } = await tripline([...verb, ...argv])
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
    }
  })

  test.each([
    [['--archive'], '--archive needs either --workspace NAME or --data DIR'],
    [['--archive', '--data', 'logs', '--workspace', 'local'], '--archive needs either'],
    [['--archive', '--data', 'logs', '--engine', 'kusto=local'], '--data cannot be used with --engine'],
    [['--workspace', 'local'], '--workspace needs --archive'],
    [['--archive', '--data', 'logs'], 'nothing of SigninLogs'],
  ])('no backtest with %j', async (argv, message) => {
    enterFolder(project(threshold))
    const { code, stderr } = await tripline(['backtest', 'blocked', '--from', '2026-03-02', ...argv])
    expect(code).not.toBe(0)
    expect(stderr).toContain(message)
  })

  test('a day that failed is not kept', async () => {
    enterFolder(
      project(
        threshold.replace('| summarize', "| extend S = series_stats_dynamic(dynamic('a'))\n  | summarize S = any(S),"),
      ),
    )
    await backtest({ '--resume': 'days.jsonl', '--to': '2026-03-02' })
    expect(readFileSync('days.jsonl', 'utf8')).toBe('')
  })

  test.each([
    [{ '--resume': 'logs' }, 'logs cannot be written'],
    [{ '--from': '2026-03-04' }, '--from is later than --to'],
    [{ '--from': 'March' }, '--from March: expected a day'],
    [{ '--sweep': 'least=5..1' }, '--sweep least=5..1: expected NAME=FROM..TO:STEP'],
    [{ '--sweep': 'least=1..1000' }, 'of at most 100 values'],
    [{ '--sweep': 'most=1..2' }, 'most'],
    [{ '--data': 'nowhere' }, 'nowhere'],
  ])('not with %j', async (argv, message) => {
    enterFolder(project(threshold))
    const { code, stderr } = await backtest(argv)
    expect(code).not.toBe(0)
    expect(stderr).toContain(message)
  })
})
