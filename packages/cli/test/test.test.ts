import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { log, rule, sample, tests } from './sample.ts'

test('passed cases are listed under their rule', async () => {
  enterFolder(sample)
  const { code, stdout } = await tripline(['test'])
  expect(stdout).toBe(
    'detections/blocked.yaml\n  ✓ the blocked address fires 0 ms\n  ✓ an hour later it stays quiet 0 ms\n\n2 cases: 2 passed (0 ms)\n',
  )
  expect(code).toBe(0)
})

test('a failed case says where and how, and why a run raised nothing', async () => {
  enterFolder({ ...sample, 'detections/blocked.test.yaml': tests.replace('T10:00', 'T12:00') })
  const { code, stdout } = await tripline(['test'])
  expect(code).toBe(1)
  expect(stdout).toContain('✗ the blocked address fires')
  expect(stdout).toContain('detections/blocked.test.yaml:6:24 error case-failed')
  expect(stdout).toContain('SigninLogs 0 of 2 rows in the window')
  expect(stdout).toContain('2 cases: 1 passed, 1 failed')
})

test('the JSON document holds cases, sums and differences', async () => {
  enterFolder({ ...sample, 'detections/blocked.test.yaml': tests.replace('severity: High', 'severity: Low') })
  const { code, stdout } = await tripline(['test', '--format', 'json'])
  expect(code).toBe(1)
  const { cases, passed, failed, errors } = JSON.parse(stdout)
  expect({ passed, failed, errors }).toEqual({ passed: 1, failed: 1, errors: 0 })
  expect(cases[0]).toMatchObject({
    rule: 'detections/blocked.yaml',
    case: 'the blocked address fires',
    status: 'failed',
    alerts: [{ severity: 'High', entities: [{ IP: { Address: '203.0.113.9' } }] }],
    differences: [{ expected: 'Low', actual: 'High' }],
  })
})

test('reports for others are written beside the one that is shown', async () => {
  enterFolder(sample)
  const reporters = ['junit=out/junit.xml', 'json=out/report.json', 'sarif=out/report.sarif', 'pretty']
  const { code, stdout } = await tripline(['test', ...reporters.flatMap(reporter => ['--reporter', reporter])])
  expect(code).toBe(0)
  expect(stdout).toContain('2 passed')
  expect(readdirSync('out').sort()).toEqual(['junit.xml', 'report.json', 'report.sarif'])
  expect(readFileSync('out/junit.xml', 'utf8')).toContain('tests="2"')
  expect(JSON.parse(readFileSync('out/report.json', 'utf8')).passed).toBe(2)
})

test('a filter takes cases by rule and name; one that takes none is an error', async () => {
  enterFolder(sample)
  expect((await tripline(['test', '--filter', 'later'])).stdout).toContain('1 case: 1 passed')
  expect(await tripline(['test', '--filter', 'nothing'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('no case matches --filter nothing'),
  })
})

const withLog = (path: string) => tests.replace('../logs/SigninLogs.jsonl', path)

test.each([
  [
    'a missing fixture',
    { 'detections/blocked.test.yaml': withLog('../logs/Nothing.jsonl') },
    'blocked.test.yaml:4:25',
    2,
  ],
  [
    'a path that leaves the repository',
    { 'detections/blocked.test.yaml': withLog('../../x.jsonl') },
    'blocked.test.yaml:4:25',
    2,
  ],
  [
    'a value that does not fit its column',
    { 'logs/SigninLogs.jsonl': log.replace('2026-03-02T09:40:00Z', 'soon') },
    'logs/SigninLogs.jsonl:2:',
    2,
  ],
  ['malformed JSON lines', { 'logs/SigninLogs.jsonl': `${log}{"a":` }, 'logs/SigninLogs.jsonl:3:', 2],
  [
    'an unreadable gz',
    { 'detections/blocked.test.yaml': withLog('../logs/S.jsonl.gz'), 'logs/S.jsonl.gz': gzipSync(log).subarray(0, 40) },
    'logs/S.jsonl.gz:1:1',
    2,
  ],
  ['malformed YAML', { 'detections/blocked.test.yaml': 'rule: [' }, 'blocked.test.yaml:1:', 2],
  [
    'an unknown key',
    { 'detections/blocked.test.yaml': tests.replace('expect:', 'expects:') },
    'blocked.test.yaml:6:5',
    2,
  ],
  [
    'a column that the table does not have',
    {
      'detections/blocked.test.yaml': tests.replace(
        'data: { SigninLogs: ../logs/SigninLogs.jsonl }',
        'rows: { SigninLogs: [{ Nope: 1 }] }',
      ),
    },
    'blocked.test.yaml:4:28',
    1,
  ],
  [
    'KQL with an error',
    { 'detections/blocked.yaml': rule.replace('| where', '| wherever') },
    'detections/blocked.yaml:17:',
    1,
  ],
  [
    'an unsupported operator',
    {
      'detections/blocked.yaml': rule
        .replace('| where IPAddress == address', '| evaluate python(typeof(*), "")')
        .replace('IPAddress\nentity', 'IPAddress\nentity'),
    },
    'detections/blocked.yaml:17:',
    1,
  ],
])('%s is told at its position and nothing else fails', async (_, files, position, exitCode) => {
  enterFolder({ ...sample, ...files })
  const { code, stdout, stderr } = await tripline(['test'])
  expect(stdout + stderr).toContain(position)
  expect(stdout + stderr).not.toMatch(/\n\s+at /)
  expect(code).toBe(exitCode)
})

test('a column that a recorded file has beyond its table is a warning', async () => {
  enterFolder({ ...sample, 'logs/SigninLogs.jsonl': log.replaceAll('{', '{"Extra":1,') })
  const { code, stdout } = await tripline(['test'])
  expect(code).toBe(0)
  expect(stdout).toContain('SigninLogs has no column Extra')
})

test('a report that cannot be written leaves nothing behind', async () => {
  enterFolder({ ...sample, file: '' })
  const { code, stderr } = await tripline(['test', '--reporter', 'json=file/report.json'])
  expect(code).toBe(2)
  expect(stderr).toContain('file/report.json cannot be written')
  expect(existsSync('file/report.json')).toBe(false)
})

test('progress is for terminals outside of CI', async () => {
  enterFolder(sample)
  expect((await tripline(['test'], { terminal: true })).stderr).toContain('the blocked address fires')
  expect((await tripline(['test'], { terminal: true, env: { CI: 'true' } })).stderr).toBe('')
  expect((await tripline(['test'])).stderr).toBe('')
})
