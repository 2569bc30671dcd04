import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { sample, tests } from './sample.ts'

/** Five test files of one rule, with two cases each; the cases of those in `failing` fail. */
const project = (...failing: readonly number[]) =>
  enterFolder({
    ...sample,
    'detections/blocked.test.yaml': '',
    ...Object.fromEntries(
      Array.from({ length: 5 }, (_, index) => [
        index === 0 ? 'detections/blocked.test.yaml' : `detections/t${index}.test.yaml`,
        failing.includes(index) ? tests.replace('alerts: [{', 'alerts: [{ rows: 7,') : tests,
      ]),
    ),
  })

const json = async (...args: readonly string[]) => {
  const { code, stdout } = await tripline(['test', '--no-cache', '--format', 'json', ...args])
  return { code, ...(JSON.parse(stdout) as { cases: readonly { status: string }[]; passed: number; failed: number }) }
}

describe('--shard', () => {
  test.each([1, 2, 3, 5, 7])('runs every file in exactly one of %d parts', async count => {
    project()
    const parts = await Promise.all(
      Array.from({ length: count }, async (_, index) => (await json('--shard', `${index + 1}/${count}`)).passed),
    )
    expect(parts.reduce((sum, passed) => sum + passed, 0)).toBe(10)
    // Parts differ by one file of two cases at most.
    expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(2)
  })

  test('without cases passes, unless that is a failure', async () => {
    project()
    expect(await json('--shard', '7/7')).toMatchObject({ code: 0, cases: [] })
    expect(await json('--shard', '7/7', '--fail-on-empty')).toMatchObject({ code: 2, cases: [] })
  })

  test.each(['0/2', '3/2', '1', '1/0', 'a/b', '1/1001', '-1/2'])('is no part: %s', async shard => {
    project()
    expect(await tripline(['test', `--shard=${shard}`])).toMatchObject({ code: 2 })
  })
})

describe('--bail', () => {
  test.each([
    ['in one process', []],
    ['in several', ['--jobs', '2']],
  ])('stops after the first case that does not pass, %s', async (_, jobs) => {
    project(1)
    const { code, cases, failed } = await json('--bail', ...jobs)
    expect([code, failed]).toEqual([1, 1])
    expect(cases.length).toBeLessThan(10)
  })

  test('stops within a file, and says so', async () => {
    project(1)
    const { stdout, stderr } = await tripline(['test', '--no-cache', '--bail'])
    expect(stdout).toContain('3 cases: 2 passed, 1 failed')
    expect(stderr).toBe('Stopped after the first case that did not pass.\n')
  })

  test('changes nothing where every case passes', async () => {
    project()
    expect(await json('--bail')).toMatchObject({ code: 0, passed: 10, failed: 0 })
  })
})
