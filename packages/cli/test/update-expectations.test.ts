import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { sample } from './sample.ts'

const path = 'detections/blocked.test.yaml'
const logs = 'data: { SigninLogs: ../logs/SigninLogs.jsonl }'
const at = 'at: 2026-03-02T10:00:00Z'

/** The test file after `test --update`, and what that said. */
async function updated(cases: string) {
  enterFolder({ ...sample, [path]: `rule: blocked.yaml\ncases:\n${cases}` })
  const { code, stdout, stderr } = await tripline(['test', '-u', '--no-cache'])
  return { code, stdout, stderr, text: readFileSync(path, 'utf8').replace(/^rule: blocked.yaml\r?\ncases:\r?\n/, '') }
}

// The sample's rule raises one alert at 10:00, for the address 203.0.113.9; its log has a row of that address at 09:30.
const alert = (indent: string, time = '') =>
  [
    'alerts:',
    ...(time ? [`  - at: '${time}'`, '    severity: High'] : ['  - severity: High']),
    '    title: Sign-in from a blocked address',
    '    entities:',
    '      - IP:',
    '          Address: 203.0.113.9',
    '    rows: 1',
  ]
    .map(line => indent + line)
    .join('\n')

describe('expect: todo', () => {
  test.each([
    [
      'the last key of a case',
      `  - name: a # why\n    ${logs}\n    ${at}\n    expect: todo\n`,
      `  - name: a # why\n    ${logs}\n    ${at}\n    expect:\n${alert('      ')}\n`,
    ],
    [
      'the first key of a case, with a comment and odd spaces',
      `  - expect:   todo   # later\n    name: a\n    # data\n    ${logs}\n    ${at}\n`,
      `  - expect: # later\n${alert('      ')}\n    name: a\n    # data\n    ${logs}\n    ${at}\n`,
    ],
    [
      'quoted, at the end of the file',
      `  -   name: a\n      ${logs}\n      ${at}\n      expect: "todo"`,
      `  -   name: a\n      ${logs}\n      ${at}\n      expect:\n${alert('        ')}`,
    ],
    [
      'inside braces',
      `  - { name: a, expect: todo, ${logs}, ${at} }\n`,
      `  - { name: a, expect: {"alerts":[{"severity":"High","title":"Sign-in from a blocked address","entities":[{"IP":{"Address":"203.0.113.9"}}],"rows":1}]}, ${logs}, ${at} }\n`,
    ],
    [
      'of a replay, whose alerts have times',
      `  - name: a\n    ${logs}\n    replay: { from: 2026-03-02T09:00:00Z, to: 2026-03-02T10:00:00Z }\n    expect: todo\n`,
      `  - name: a\n    ${logs}\n    replay: { from: 2026-03-02T09:00:00Z, to: 2026-03-02T10:00:00Z }\n    expect:\n${alert('      ', '2026-03-02T10:00:00Z')}\n`,
    ],
    [
      'of a case without alerts',
      `  - name: a\n    ${logs}\n    at: 2026-03-02T10:35:00Z\n    expect: todo\n`,
      `  - name: a\n    ${logs}\n    at: 2026-03-02T10:35:00Z\n    expect:\n      alerts: []\n`,
    ],
  ])('is replaced by what was raised: %s', async (_, before, after) => {
    const { code, stdout, stderr, text } = await updated(before)
    expect(text).toBe(after)
    expect(stderr).toBe('detections/blocked.test.yaml: 1 expectation written\n')
    expect(stdout).toContain('1 case: 1 passed')
    expect(code).toBe(0)
  })

  test('keeps the line ends of the file', async () => {
    const before = `  - name: a\n    ${logs}\n    ${at}\n    expect: todo\n`
    const { text } = await updated(before.replaceAll('\n', '\r\n'))
    expect(text).toBe(`  - name: a\n    ${logs}\n    ${at}\n    expect:\n${alert('      ')}\n`.replaceAll('\n', '\r\n'))
  })

  test('is replaced in each case of a file, and what is expected stays', async () => {
    const todo = (name: string) => `  - name: ${name}\n    ${logs}\n    ${at}\n    expect: todo\n`
    const wrong = `  - name: b\n    ${logs}\n    ${at}\n    expect: { alerts: [{ severity: Low }] } # no\n`
    const { code, text, stdout } = await updated(todo('a') + wrong + todo('c'))
    expect(text.split(wrong).map(part => part.match(/severity: High/g)?.length)).toEqual([1, 1])
    expect(stdout).toContain('3 cases: 2 passed, 1 failed')
    expect(code).toBe(1)
  })

  test('stays where the silence would prove nothing', async () => {
    const before = `  - name: a\n    ${at}\n    expect: todo\n`
    const { code, text, stdout } = await updated(before)
    expect(text).toBe(before)
    expect(stdout).toContain('proves nothing')
    expect(code).toBe(1)
  })

  test('fails without --update, and is not written', async () => {
    const before = `rule: blocked.yaml\ncases:\n  - name: a\n    ${logs}\n    ${at}\n    expect: todo\n`
    enterFolder({ ...sample, [path]: before })
    const { code, stdout } = await tripline(['test'])
    expect(stdout).toContain('nothing is expected yet; test --update writes the alerts that were raised')
    expect(readFileSync(path, 'utf8')).toBe(before)
    expect(code).toBe(1)
  })

  test('cannot be watched', async () => {
    enterFolder(sample)
    expect(await tripline(['test', '-u', '--watch'])).toMatchObject({ code: 2 })
  })
})

describe('--show alerts', () => {
  test('shows the alerts of a case as a test would expect them', async () => {
    enterFolder(sample)
    const { stdout } = await tripline(['test', '--show', 'alerts', '--filter', 'fires', '--no-cache'])
    expect(stdout).toContain(alert('      ', '2026-03-02T10:00:00Z'))
  })

  test.each([
    ['--format', 'json'],
    ['--reporter', 'github'],
  ])('cannot be used with %s %s', async (...args) => {
    enterFolder(sample)
    const { code, stderr } = await tripline(['test', '--show', 'alerts', ...args])
    expect([code, stderr]).toEqual([2, expect.stringContaining('--show is for the pretty report')])
  })
})
