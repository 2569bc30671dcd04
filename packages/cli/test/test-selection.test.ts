import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
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

  test.each(['0/2', '3/2', '1', '1/0', 'a/b', '1/1001', '-1/2'])('is not a part: %s', async shard => {
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

describe('--changed-since', () => {
  const feed = 'https://feeds.contoso.example/a.csv'
  const ruleOf = (id: number, query: string) =>
    sample['detections/blocked.yaml']!.replace(/3a11$/m, `3a${id}`)
      .replace(/ {2}let address[\s\S]*?\n(?= {2}\| project)/, `  ${query}\n`)
      .replace(/name: .*/, `name: Rule ${id}`)
  const testsOf = (rule: string) =>
    tests.replace('blocked.yaml', rule).replaceAll(/\.\.\/logs\/\w+/g, `../logs/${rule[0]}`)
  const files: Readonly<Record<string, string>> = {
    'tripline.yaml': `watchlists:\n  Blocked: { file: lists/blocked.csv, searchKey: Address }\nexternalData:\n  ${feed}: lists/feed.csv\nfunctions: [functions]\n`,
    'functions/signins.yaml': 'name: SignIns\nbody: SigninLogs | where ResultType == "0"\n',
    'lists/blocked.csv': 'Address\n203.0.113.9\n',
    'lists/feed.csv': '203.0.113.9\n',
    'detections/a.yaml': ruleOf(21, 'SigninLogs'),
    'detections/f.yaml': ruleOf(22, 'SignIns'),
    'detections/w.yaml': ruleOf(23, 'SigninLogs | where IPAddress in ((_GetWatchlist("Blocked") | project SearchKey))'),
    'detections/x.yaml': ruleOf(24, `SigninLogs | where IPAddress in ((externaldata(a: string)["${feed}"]))`),
    ...Object.fromEntries(
      ['a', 'f', 'w', 'x'].flatMap(name => [
        [`detections/${name}.test.yaml`, testsOf(`${name}.yaml`)],
        [`logs/${name}.jsonl`, sample['logs/SigninLogs.jsonl']!],
      ]),
    ),
  }

  const rulesRun = async () => {
    const { stdout } = await tripline(['test', '--no-cache', '--format', 'json', '--changed-since', 'HEAD'])
    const { cases } = JSON.parse(stdout) as { cases: readonly { rule: string }[] }
    return [...new Set(cases.map(({ rule }) => rule.replace(/.*\/|\.yaml/g, '')))].sort().join('')
  }
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@contoso.example', ...args], { stdio: 'ignore' })

  test.each([
    ['nothing', [], ''],
    ['a rule', ['detections/a.yaml'], 'a'],
    ['a test file', ['detections/w.test.yaml'], 'w'],
    ['a recorded log', ['logs/x.jsonl'], 'x'],
    ['a function', ['functions/signins.yaml'], 'f'],
    ['a watchlist', ['lists/blocked.csv'], 'w'],
    ['a file for externaldata', ['lists/feed.csv'], 'x'],
    ['the project', ['tripline.yaml'], 'afwx'],
    ['two files', ['detections/a.yaml', 'logs/f.jsonl'], 'af'],
  ])('runs what a change affects: %s', async (_, changed, rules) => {
    enterFolder(files)
    git('init', '-q')
    git('add', '.')
    git('commit', '-qm', 'a')
    for (const path of changed) writeFileSync(path, `${files[path]}\n`)
    expect(await rulesRun()).toBe(rules)
  })

  test('runs what is not in the revision yet', async () => {
    enterFolder(files)
    git('init', '-q')
    git('add', 'tripline.yaml', 'functions', 'lists', 'logs', 'detections/a.yaml', 'detections/a.test.yaml')
    git('commit', '-qm', 'a')
    expect(await rulesRun()).toBe('fwx')
  })

  test('needs a revision that exists', async () => {
    enterFolder(files)
    expect(await tripline(['test', '--changed-since', 'HEAD'])).toMatchObject({ code: 2 })
  })
})
