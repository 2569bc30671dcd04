import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { sample } from './sample.ts'

const rule = sample['detections/blocked.yaml']!.replace(
  / {2}let address[\s\S]*?\n(?= {2}\| project)/,
  '  let least = 3;\n  SigninLogs\n  | where ResultType == "50126" and isnotempty(IPAddress)\n  | summarize TimeGenerated = max(TimeGenerated), n = count() by UserPrincipalName, IPAddress\n  | where n >= least\n',
)
const at = 'at: 2026-03-02T10:00:00Z'
const rows = (repeat: number, code = '50126', address = '203.0.113.9') =>
  `rows: { SigninLogs: [{ repeat: ${repeat}, every: 1m, from: 2026-03-02T09:10:00Z, ResultType: "${code}", IPAddress: "${address}", UserPrincipalName: ann }] }`
const testCase = (name: string, logs: string, alerts: string) =>
  `  - name: ${name}\n    ${at}\n    ${logs}\n    expect: { alerts: [${alerts}] }\n`
const three = testCase('three fire', rows(3), '{ rows: 1 }')
const two = testCase('two stay quiet', rows(2), '')
const others = testCase('others stay quiet', rows(9, '0'), '')
const nobody = testCase('no address stays quiet', rows(9, '50126', ''), '')

const project = (...cases: readonly string[]) =>
  enterFolder({
    'tripline.yaml': 'rules: detections\n',
    'detections/blocked.yaml': rule,
    'detections/blocked.test.yaml': `rule: blocked.yaml\ncases:\n${cases.join('')}`,
  })

const json = async (...args: readonly string[]) => {
  const { code, stdout } = await tripline(['coverage', '--format', 'json', ...args])
  return { code, ...JSON.parse(stdout) }
}

interface Shown {
  readonly kind: string
  readonly line: number
  readonly before: string
  readonly after: string
  readonly killedBy: string | null
}

const survivors = (mutants: readonly Shown[]) =>
  mutants
    .filter(({ killedBy }) => killedBy === null)
    .map(({ kind, line, before, after }) => `${line} ${kind}: ${before} -> ${after}`)

describe('coverage', () => {
  test('is a layer for the ATT&CK Navigator: what rules are about, and whether a case expects alerts', async () => {
    project(two)
    const layer = async () => JSON.parse((await tripline(['coverage', '--format', 'navigator'])).stdout)
    const technique = { techniqueID: 'T1078', tactic: 'initial-access' }
    expect((await layer()).techniques).toEqual([expect.objectContaining({ ...technique, score: 0 })])
    project(two, three)
    expect(await layer()).toMatchObject({ domain: 'enterprise-attack', techniques: [{ ...technique, score: 1 }] })
    expect(await tripline(['coverage', '--mutate', '--format', 'navigator'])).toMatchObject({ code: 2 })
  })

  test('is a summary in Markdown, in which a condition is text', async () => {
    project(three)
    const { code, stdout } = await tripline(['coverage', '--format', 'markdown'])
    expect(code).toBe(0)
    expect(stdout).toContain('### Coverage\n\n<pre>\n0 of 3 conditions seen true and false in 1 rule\n</pre>\n')
    expect(stdout).toContain('never false: n &gt;= least\n')
  })

  // Rows with three sign-ins of one address show every condition to hold; only others show it not to.
  test('lists the conditions that no case shows both true and false', async () => {
    project(three)
    const { code, rules } = await json()
    expect(code).toBe(0)
    expect(
      rules[0].conditions.map((one: { text: string; true: boolean; false: boolean }) => [
        one.text,
        one.true,
        one.false,
      ]),
    ).toEqual([
      ['ResultType == "50126"', true, false],
      ['isnotempty(IPAddress)', true, false],
      ['n >= least', true, false],
    ])
  })

  test('has nothing to list where each is shown', async () => {
    project(three, two, others, nobody)
    const { stdout } = await tripline(['coverage'])
    expect(stdout).toBe(
      'detections/blocked.yaml  3 of 3 conditions seen true and false\n\n3 of 3 conditions seen true and false in 1 rule\n',
    )
  })

  test('says of a condition that no row reached it', async () => {
    project(others)
    const { stdout } = await tripline(['coverage'])
    expect(stdout).toContain('never true: ResultType == "50126"')
    expect(stdout).toContain('never reached: n >= least')
  })
})

describe('coverage --mutate', () => {
  test('lists what no case notices, at its line', async () => {
    project(three)
    const { code, rules, score } = await json('--mutate')
    expect(code).toBe(0)
    expect(survivors(rules[0].mutants)).toEqual([
      // The query begins on line 15.
      '15 threshold: 3 -> 2',
      '17 condition: ResultType == "50126" -> true',
      '17 condition: isnotempty(IPAddress) -> true',
      '19 condition: n >= least -> true',
    ])
    // Noticed: the trigger, the period, 3 -> 4, == -> !=, >= -> >.
    expect(score).toBeCloseTo((100 * 5) / 9)
  })

  test('has nothing to list where the cases show every edge', async () => {
    project(three, two, others, nobody)
    const { rules, score } = await json('--mutate')
    expect(survivors(rules[0].mutants)).toEqual([])
    expect(score).toBe(100)
    expect(rules[0].mutants.find((one: Shown) => one.after === '2').killedBy).toBe('two stay quiet')
  })

  test.each([
    [55, 0],
    [56, 1],
  ])('fails below --min-score %d', async (least, code) => {
    project(three)
    expect(await tripline(['coverage', '--mutate', '--min-score', String(least)])).toMatchObject({ code })
  })

  test('suggests cases that notice what none does', async () => {
    const suggested = (mutants: readonly (Shown & { suggestion: string | null })[]) =>
      mutants.flatMap(({ suggestion }) => suggestion ?? [])
    project(three)
    const before = await json('--mutate')
    const suggestions: readonly string[] = suggested(before.rules[0].mutants)
    expect(suggestions.length).toBeGreaterThan(1)
    const pasted = suggestions.map(yaml => yaml.replace(/^/gm, '  ').trimEnd())
    project(three, `${pasted.join('\n')}\n`)
    const after = await json('--mutate')
    expect(after.rules[0].diagnostics).toEqual([])
    expect(survivors(after.rules[0].mutants)).toHaveLength(
      survivors(before.rules[0].mutants).length - suggestions.length,
    )
  })

  test('keeps a score until the rule or its tests change, and reports of tests have it', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'tripline-scores-'))
    onTestFinished(() => rmSync(cache, { recursive: true }))
    const env = { XDG_CACHE_HOME: join(cache, 'cache'), XDG_STATE_HOME: join(cache, 'state') }
    const scored = async (...args: readonly string[]) => {
      const { stdout } = await tripline(['coverage', '--mutate', '--format', 'json', ...args], { env })
      const [{ kept, killed, mutants }] = JSON.parse(stdout).rules
      return { kept, killed, mutants: mutants.length }
    }
    const junit = async () => {
      await tripline(['test', '--reporter', 'junit=junit.xml', '--reporter', 'html=report'], { env })
      return readFileSync('junit.xml', 'utf8')
    }
    project(three)
    expect(await junit()).not.toContain('mutants')
    const known = { killed: 5, mutants: 9 }
    expect(await scored()).toEqual({ kept: false, ...known })
    expect(await scored()).toEqual({ kept: true, ...known })
    expect((await tripline(['coverage', '--mutate'], { env })).stdout).toContain(
      'detections/blocked.yaml (kept)  5 of 9',
    )
    expect(await scored('--no-cache')).toEqual({ kept: false, ...known })
    expect(await junit()).toContain('<property name="mutants.score" value="55.6"/>')
    const [page] = readdirSync('report/rules')
    const rulePage = readFileSync(join('report/rules', page!), 'utf8')
    expect(rulePage).toContain('5 of 9 changes noticed, 55.6 %')
    expect(rulePage.indexOf('no test')).toBeLessThan(rulePage.indexOf('<td>three fire</td>'))
    const { mtime } = statSync('detections/blocked.yaml')
    utimesSync('detections/blocked.yaml', mtime, new Date(mtime.getTime() + 1000))
    expect(await scored()).toEqual({ kept: true, ...known })
    writeFileSync('detections/blocked.yaml', rule.replace('least = 3', 'least =  3'))
    expect(await scored()).toEqual({ kept: false, ...known })
    appendFileSync('detections/blocked.test.yaml', two)
    expect(await scored()).toMatchObject({ kept: false, killed: 7 })
    expect(await junit()).toContain('<property name="mutants.noticed" value="7"/>')
  })

  test('needs cases that pass', async () => {
    project(testCase('three stay quiet', rows(3), ''))
    const { code, stderr } = await tripline(['coverage', '--mutate'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('three stay quiet does not pass')])
  })

  test.each([
    [['--min-score', '50']],
    [['--mutate', '--min-score', '101']],
    [['--mutate', '--min-score', 'x']],
    [['--mutate', 'nothing-there']],
  ])('refuses %s', async args => {
    project(three)
    expect(await tripline(['coverage', ...args])).toMatchObject({ code: 2 })
  })
})
