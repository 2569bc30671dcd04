import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { readJobs } from '../src/command-line/option-values.ts'
import { processesFor } from '../src/test/jobs/jobs.ts'

test('one process, and one per core from 32 test files on', () => {
  expect(readJobs(undefined).value).toEqual({ most: availableParallelism(), fromFiles: 32, least: 1 })
  const jobs = { most: 2, fromFiles: 32, least: 1 } as const
  expect([1, 31, 32, 1000].map(files => processesFor(files, jobs))).toEqual([1, 1, 2, 2])
})

test.each([
  ['1', 0],
  ['2', 2],
  ['256', 256],
])('--jobs %s: processes besides that of the command: %s', (text, expected) => {
  expect([1, 1000].map(files => processesFor(files, readJobs(text).value!))).toEqual([expected, expected])
})

test.each(['0', '-1', '1.5', 'two', '', '257', '0x2'])('--jobs %j is refused', text => {
  const { value, diagnostics } = readJobs(text)
  expect(value).toBeUndefined()
  expect(diagnostics).toMatchObject([{ message: expect.stringContaining('a whole number from 1 to 256') }])
})
