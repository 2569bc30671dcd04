import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { log, rule, sample } from './sample.ts'

const kql = 'SigninLogs | sort by TimeGenerated asc | project UserPrincipalName, n = 1'

test('each format shows the same rows', async () => {
  enterFolder(sample)
  const shown = async (format: string) => (await tripline(['query', kql, '--data', 'logs', '--format', format])).stdout
  expect(await shown('table')).toBe(
    'UserPrincipalName    n\n-------------------  -\nann@contoso.example  1\nbob@contoso.example  1\n',
  )
  expect(await shown('csv')).toBe('UserPrincipalName,n\r\nann@contoso.example,1\r\nbob@contoso.example,1\r\n')
  expect(await shown('ndjson')).toBe(
    '{"UserPrincipalName":"ann@contoso.example","n":1}\n{"UserPrincipalName":"bob@contoso.example","n":1}\n',
  )
  expect(JSON.parse(await shown('json'))).toEqual({
    columns: [
      { name: 'UserPrincipalName', type: 'string' },
      { name: 'n', type: 'long' },
    ],
    rows: [
      ['ann@contoso.example', 1],
      ['bob@contoso.example', 1],
    ],
  })
})

test('--show prints the plan or the SQL of a query, and needs no logs', async () => {
  enterFolder({ 'tripline.yaml': '{}\n' })
  const shown = async (query: string, ...options: string[]) => (await tripline(['query', query, ...options])).stdout
  const counted = 'SigninLogs | count'
  expect(await shown(counted, '--show', 'plan')).toMatch(/^summarize .*count\(\).*\n {2}table-scan SigninLogs .*\n$/)
  expect(await shown(counted, '--show', 'sql')).toMatch(/^SELECT .* FROM "SigninLogs".*\n$/s)
  expect(JSON.parse(await shown(counted, '--show', 'plan', '--format', 'json'))).toEqual({
    plan: expect.stringContaining('table-scan SigninLogs'),
    columns: [{ name: 'Count', type: 'long' }],
    partial: false,
  })
  // The columns that bag_unpack makes are known only once its input has been read.
  expect(await shown('SigninLogs | evaluate bag_unpack(DeviceDetail)', '--show', 'plan')).toMatch(/^# .*\nsummarize /)
  const wrong = await tripline(['query', 'SigninLogs | where Nope > 1', '--show', 'sql'])
  expect(wrong).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('query:1:20 error unknown-name') })
})

test('a query comes from its argument, a file or standard input', async () => {
  enterFolder({ ...sample, 'q.kql': 'print x=1' })
  const x = { columns: [{ name: 'x', type: 'long' }], rows: [[1]] }
  for (const [argv, stdin] of [
    [['print x=1'], ''],
    [['-f', 'q.kql'], ''],
    [['-f', '-'], 'print x=1'],
  ] as const) {
    expect(JSON.parse((await tripline(['query', ...argv, '--format', 'json'], { stdin })).stdout)).toEqual(x)
  }
})

test.each([
  ['KQL with an error', ['query', 'SigninLogs | where Nope == 1'], 'query:1:20', 1],
  ['an unsupported operator', ['query', 'SigninLogs | fork (take 1)'], 'query:1:', 1],
  ['a query that needs the time', ['query', 'print now()'], 'query:1:', 1],
  ['a missing file', ['query', '-f', 'q.kql'], 'q.kql:1:1', 2],
  ['a missing folder of logs', ['query', 'print 1', '--data', 'nothing'], 'nothing:1:1', 2],
  ['a log of an unknown table', ['query', 'print 1', '--data', 'odd'], 'odd/Sign.jsonl:1:1', 2],
  ['a value that does not fit', ['query', 'SigninLogs', '--data', 'bad'], 'bad/SigninLogs.jsonl:1:', 2],
])('%s is told at its position', async (_, argv, position, exitCode) => {
  enterFolder({ ...sample, 'odd/Sign.jsonl': log, 'bad/SigninLogs.jsonl': '{"TimeGenerated":"soon"}\n' })
  const { code, stdout, stderr } = await tripline(argv)
  expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' })
  expect(stderr).toContain(position)
})

test('a log cannot steer the terminal', async () => {
  enterFolder({ ...sample, 'logs/SigninLogs.jsonl': log.replace('ann', '\\u001b[2Jann') })
  expect((await tripline(['query', kql, '--data', 'logs'])).stdout).not.toContain('\u001b')
})

test('--verbose says how logs were read', async () => {
  const api = `{"tables":[{"name":"PrimaryResult","columns":["TimeGenerated"],"rows":[["2026-03-02T09:30:00Z"]]}]}`
  const blob = 'logs/am-auditlogs/y=2026/PT05M'
  enterFolder({
    'tripline.yaml': '{}\n',
    'logs/SigninLogs.json': api,
    'logs/Heartbeat.csv': 'TimeGenerated;Computer\n2026-03-02T09:30:00Z;a\n2026-03-02T09:31:00Z;b\n',
    [`${blob}.json`]: '{"time":"2026-03-02T09:30:00Z","category":"AuditLogs"}\n',
    [`${blob}_1.json`]: '{"time":"2026-03-02T09:31:00Z","category":"AuditLogs"}\n',
  })
  const query = ['query', 'union SigninLogs, Heartbeat, AuditLogs | count', '--data', 'logs']
  const { code, stdout, stderr } = await tripline([...query, '--verbose', '--format', 'ndjson'])
  expect([code, stdout]).toEqual([0, '{"Count":5}\n'])
  expect(stderr).toBe(
    `logs/Heartbeat.csv: read as CSV with semicolons
logs/SigninLogs.json: read as a result of the Log Analytics API
${blob}.json: read as JSON lines, records of a diagnostic setting, and 1 more
`,
  )
  expect((await tripline(query)).stderr).not.toContain('read as')
})

test('a table that a query reads, and that the folder has no logs of, is named', async () => {
  enterFolder({ ...sample, 'empty/.keep': '' })
  const argv = ['--data', 'empty', '--at', '2026-03-02T10:00:00Z']
  const ran = await tripline(['run', 'detections/blocked.yaml', ...argv])
  expect(ran.stderr).toContain('empty has no logs of SigninLogs, so the query read none')
  expect(ran.code).toBe(0)
  // Update is a table as well as this column.
  const asked = await tripline(['query', 'Heartbeat | extend Update = 1 | count', ...argv])
  expect(asked.stderr).toContain('empty has no logs of Heartbeat, so the query read none')
  expect(asked.stderr).not.toContain('no logs of Update')
  expect((await tripline(['query', kql, '--data', 'logs'])).stderr).not.toContain('no logs of')
})

test('run shows the rows and alerts of one rule', async () => {
  enterFolder(sample)
  const argv = ['run', 'detections/blocked.yaml', '--data', 'logs', '--at', '2026-03-02T10:00:00Z']
  const human = await tripline(argv)
  expect(human.code).toBe(0)
  expect(human.stdout).toContain('1 row from the window 2026-03-02T09:00:00.0000000Z to 2026-03-02T10:00:00.0000000Z')
  expect(human.stdout).toContain('High Sign-in from a blocked address')
  const { alerts, columns, rows } = JSON.parse((await tripline([...argv, '--format', 'json'])).stdout)
  expect(alerts).toMatchObject([{ severity: 'High', entities: [{ IP: { Address: '203.0.113.9' } }] }])
  expect(columns.length).toBe(rows[0].length)
})

test('run takes values for the lets of a rule', async () => {
  enterFolder(sample)
  const argv = ['run', 'detections/blocked.yaml', '--data', 'logs', '--at', '2026-03-02T10:00:00Z', '--format', 'json']
  const { alerts } = JSON.parse((await tripline([...argv, '--param', 'address=198.51.100.7'])).stdout)
  expect(alerts).toMatchObject([{ entities: [{ IP: { Address: '198.51.100.7' } }] }])
  expect(await tripline([...argv, '--param', 'adress=1'])).toMatchObject({ code: 1, stdout: '' })
  expect(await tripline([...argv, '--param', 'address'])).toMatchObject({ code: 2, stdout: '' })
})

test('run refuses what has no runs', async () => {
  enterFolder({
    ...sample,
    'hunt.yaml': rule.replace('kind: Scheduled', 'kind: Hunting').replace(/^(severity|query[FP]|trigger).*\n/gm, ''),
  })
  const { code, stderr } = await tripline(['run', 'hunt.yaml', '--data', 'logs', '--at', '2026-03-02T10:00:00Z'])
  expect(code).toBe(2)
  expect(stderr).toContain('hunt.yaml:1:1 error rule-kind')
})

test('schema lists tables and shows one', async () => {
  enterFolder({
    'tripline.yaml': '{}\n',
    'schemas/door.yaml': 'table: Door_CL\ncolumns: { TimeGenerated: datetime, Badge: long }\n',
  })
  expect((await tripline(['schema', 'list'])).stdout.split('\n')).toEqual(
    expect.arrayContaining(['Door_CL', 'SigninLogs']),
  )
  expect((await tripline(['schema', 'show', 'Door_CL'])).stdout).toMatch(/^Badge +long$/m)
  expect(await tripline(['schema', 'show', 'SigninLog'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('did you mean SigninLogs?'),
  })
})
