import { rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { log, rule, sample } from './sample.ts'

const blob = 'WorkspaceResourceId=/subscriptions/s/y=2026/m=03/d=02/h=09/m=30/PT05M.json'

const project = (data: string): Readonly<Record<string, string>> => ({
  'tripline.yaml': '{}\n',
  'detections/blocked.yaml': rule,
  'detections/blocked.test.yaml': `rule: blocked.yaml
cases:
  - name: fires
    data: ${data}
    at: 2026-03-02T10:00:00Z
    expect: { alerts: [{ entities: [{ IP: { Address: 203.0.113.9 } }] }] }
`,
  [`export/am-signinlogs/${blob}`]: log,
  'empty/.keep': '',
})

describe('a case may name a folder', () => {
  test.each(['../export', '[../export]', '{ SigninLogs: ../export/am-signinlogs }', '{ SigninLogs: [../export] }'])(
    'data: %s',
    async data => {
      enterFolder(project(data))
      const { code, stdout, stderr } = await tripline(['test'])
      expect([code, stderr], stdout).toEqual([0, ''])
      expect((await tripline(['check'])).stdout).not.toMatch(/fixture|case-/)
    },
  )

  test.each<[string, string]>([
    ['../empty', '../empty has no recorded logs'],
    ['{ SigninLogs: ../empty }', '../empty has no recorded logs'],
    ['../missing', 'missing'],
    ['{ SigninLogs: ../../elsewhere }', 'elsewhere'],
    ['../..', '..'],
  ])('but not %s', async (data, message) => {
    enterFolder(project(data))
    const { code, stdout } = await tripline(['test'])
    expect(code).not.toBe(0)
    expect(stdout).toContain(message)
  })

  test('whose files are looked at every time', async () => {
    enterFolder(project('../export'))
    expect((await tripline(['test'])).code).toBe(0)
    writeFileSync('export/SigninLogs.json', '{}')
    expect((await tripline(['test'])).code).not.toBe(0)
    rmSync('export/SigninLogs.json')
    expect((await tripline(['test'])).stdout).not.toContain('(kept)')
  })
})

test('rows are taken from a sample whose shape only its content shows', async () => {
  enterFolder({ ...sample, 'logs/SigninLogs.jsonl': `{"records":[${log.trim().split('\n').join(',')}]}` })
  expect((await tripline(['test'])).code).toBe(0)
})
