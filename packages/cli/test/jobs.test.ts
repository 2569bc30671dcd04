import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { readJobs } from '../src/command-line/option-values.ts'
import { needsProcesses } from '../src/test/jobs/replay-in-processes.ts'

test('one process per core, from 32 test files on', () => {
  expect(readJobs(undefined).value).toEqual({ most: availableParallelism(), fromFiles: 32 })
  const jobs = { most: 2, fromFiles: 32 }
  expect([1, 31, 32, 1000].map(files => needsProcesses(files, jobs))).toEqual([false, false, true, true])
})

test.each([
  ['1', false],
  ['2', true],
  ['256', true],
])('--jobs %s: processes for a single test file: %s', (text, expected) => {
  expect(needsProcesses(1, readJobs(text).value!)).toBe(expected)
})

test.each(['0', '-1', '1.5', 'two', '', '257', '0x2'])('--jobs %j is refused', text => {
  const { value, diagnostics } = readJobs(text)
  expect(value).toBeUndefined()
  expect(diagnostics).toMatchObject([{ message: expect.stringContaining('a whole number from 1 to 256') }])
})
