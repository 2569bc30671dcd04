import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { sample, tests } from './sample.ts'

const fires = `      1 run, window 2026-03-02T09:00:00Z to 2026-03-02T10:00:00Z by TimeGenerated
      2026-03-02T10:00:00Z: SigninLogs 2 of 2 rows in the window; the query returned 1 row; 1 alert
      1 alert, 1 incident
`

test('--verbose shows what the runs of each case saw and did', async () => {
  enterFolder(sample)
  const { code, stdout } = await tripline(['test', '--verbose'])
  expect(code).toBe(0)
  expect(stdout).toContain(fires)
  // Of the rows of 09:30 and 09:40, the hour before 10:35 has one.
  expect(stdout).toContain(
    '10:35:00Z: SigninLogs 1 of 2 rows in the window; the query returned 0 rows; the trigger needs',
  )
})

test('a kept result without it is replayed once, and shows it afterwards only if asked', async () => {
  enterFolder(sample)
  // The working folder is one of its own.
  const env = { XDG_CACHE_HOME: resolve('cache'), XDG_STATE_HOME: resolve('state') }
  const seen = async (...args: readonly string[]) => {
    const { stdout } = await tripline(['test', ...args], { env })
    return { kept: stdout.includes('(kept)'), shown: stdout.includes(fires) }
  }
  expect(await seen()).toEqual({ kept: false, shown: false })
  expect(await seen('--verbose')).toEqual({ kept: false, shown: true })
  expect(await seen('--verbose')).toEqual({ kept: true, shown: true })
  expect(await seen()).toEqual({ kept: true, shown: false })
})

test('a failed case says once why a run raised nothing', async () => {
  enterFolder({ ...sample, 'detections/blocked.test.yaml': tests.replace('T10:00', 'T12:00') })
  const { stdout } = await tripline(['test', '--verbose', '--filter', 'fires'])
  expect(stdout.split('SigninLogs 0 of 2 rows in the window').length).toBe(2)
})

test.each([
  ['--format', 'json'],
  ['--reporter', 'github'],
])('--verbose cannot be used with %s %s', async (...args) => {
  enterFolder(sample)
  const { code, stderr } = await tripline(['test', '--verbose', ...args])
  expect([code, stderr]).toEqual([2, expect.stringContaining('--verbose is for the pretty report')])
})
