import { rmSync, writeFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'

/** A second rule, with one case, and a rule without tests. */
const other = rule.replace('2f1bd6c5', '3f1bd6c5').replaceAll('203.0.113.9', '198.51.100.7')
const files = {
  ...sample,
  'detections/other.yaml': other,
  'detections/other.test.yaml': `rule: other.yaml
cases:
  - name: the other address fires
    data: { SigninLogs: ../logs/SigninLogs.jsonl }
    at: 2026-03-02T10:00:00Z
    expect: { alerts: [{ severity: High }] }
`,
  'detections/untested.yaml': rule.replace('2f1bd6c5', '4f1bd6c5'),
}

interface Step {
  /** What the user does once the tests have run and nothing happens any more. */
  readonly do: (press: (keys: string) => void) => void
  /** The lines that follow, without those of the rules, of time and of the terminal's control. */
  readonly shows: readonly string[]
}

const write = (path: string, content: string) => () => writeFileSync(path, content)
const keys = (text: string) => (press: (keys: string) => void) => press(text)

const control = new RegExp(`${'\u001b'}\\[[0-9;]*[A-Za-z]`, 'g')
const lines = (output: string): readonly string[] =>
  output
    .replace(control, '')
    .split(/\n|\r/)
    .map(line => line.replace(/ \(?\d+ ms\)?$|\((\d+ kept), 0 ms\)/, '$1').trim())
    .filter(line => line !== '' && !line.startsWith('Watching') && !/^detections\/\w+\.yaml$/.test(line))

/** A line about a case, or about all. */
const isResult = (line: string): boolean => /^[✓✗]|^\d+ cases?:/.test(line)

/** Watches the project while the user does one step after the other; returns what each run shows. */
async function watched(argv: readonly string[], steps: readonly Step['do'][], terminal = true) {
  const stdin = Object.assign(new PassThrough(), {
    isTTY: terminal,
    raw: [] as boolean[],
    setRawMode: (raw: boolean) => stdin.raw.push(raw),
  })
  const shown: string[] = ['']
  let end = (): void => {}
  const interrupted = new Promise<void>(resolve => {
    end = resolve
  })
  const onOutput = (text: string): void => {
    shown[shown.length - 1] += text
    if (!text.startsWith('Watching')) return
    const step = steps[shown.length - 1]
    shown.push('')
    // The command waits from the next turn on.
    setImmediate(() => (step ? step(pressed => stdin.write(pressed)) : end()))
  }
  const call = { interrupted: () => interrupted, onOutput, terminal, keys: stdin, env: { CI: 'true' } }
  const { code } = await tripline(['test', '--watch', ...argv], call)
  return { code, runs: shown.map(lines), output: shown, raw: stdin.raw }
}

const first = [
  '✓ the blocked address fires',
  '✓ an hour later it stays quiet',
  '✓ the other address fires',
  '3 cases: 3 passed',
]
const broken = rule.replace('203.0.113.9', '203.0.113.8')

test('only cases run again whose inputs changed, also of those that failed', async () => {
  enterFolder(files)
  const { runs, code, raw } = await watched(
    [],
    [
      write('detections/blocked.yaml', broken),
      write('detections/other.yaml', other.replace('198.51.100.7";', '198.51.100.7"; ')),
    ],
  )
  expect(code).toBe(0)
  expect(runs[0]).toEqual(first)
  expect(runs[1]![0]).toBe('Changed: detections/blocked.yaml')
  expect(runs[1]!.filter(isResult)).toEqual([
    '✗ the blocked address fires',
    '✓ an hour later it stays quiet',
    '✓ the other address fires (kept)',
    '3 cases: 2 passed, 1 failed 1 kept',
  ])
  expect(runs[2]!.filter(isResult)).toEqual([
    '✗ the blocked address fires (kept)',
    '✓ an hour later it stays quiet (kept)',
    '✓ the other address fires',
    '3 cases: 2 passed, 1 failed 2 kept',
  ])
  expect(raw).toEqual([true, false])
})

describe('a key', () => {
  test('a runs all cases', async () => {
    enterFolder(files)
    const { runs } = await watched([], [keys('a')])
    expect(runs[1]).toEqual(first)
  })

  test('f runs those that failed, until a change', async () => {
    enterFolder({ ...files, 'detections/blocked.yaml': broken })
    const { runs } = await watched([], [keys('f'), write('detections/blocked.yaml', rule), keys('fq')])
    const cases = runs.map(shown => shown.filter(isResult))
    expect(cases[1]).toEqual(['✗ the blocked address fires', '1 case: 0 passed, 1 failed'])
    expect(cases[2]).toEqual([
      '✓ the blocked address fires',
      '✓ an hour later it stays quiet',
      '✓ the other address fires (kept)',
      '3 cases: 3 passed 1 kept',
    ])
  })

  test('p runs those that match a pattern, until another', async () => {
    enterFolder(files)
    const { runs } = await watched([], [keys('pOTHeX\u007fr\r'), write('detections/blocked.yaml', broken), keys('p\r')])
    expect(runs[1]!.slice(-2)).toEqual(['✓ the other address fires (kept)', '1 case: 1 passed 1 kept'])
    expect(runs[2]).toEqual([
      'Changed: detections/blocked.yaml',
      '✓ the other address fires (kept)',
      '1 case: 1 passed 1 kept',
    ])
    expect(runs[3]!.at(-1)).toBe('3 cases: 2 passed, 1 failed 1 kept')
  })

  test('h names the keys, and f says that nothing failed', async () => {
    enterFolder(files)
    const { output } = await watched([], [keys('hfq')])
    expect(output.join('').replace(control, '')).toMatch(
      / {2}a {2}run all cases again\n {2}f {2}.*\n {2}p {2}.*\n {2}h {2}.*\n {2}q {2}quit\nAll cases of the last run passed.\n$/,
    )
  })

  test.each(['q', '\u0003', 'pabc\u0003'])('%j ends', async key => {
    enterFolder(files)
    const { code, runs } = await watched([], [keys(key)])
    expect([code, runs.length]).toEqual([0, 2])
  })

  test('an unusable pattern is refused, and the tests stay watched', async () => {
    enterFolder(files)
    const { output } = await watched([], [keys('p(\rq')])
    expect(output.join('')).toContain('--filter (: expected a regular expression')
  })
})

test('a change while a pattern is typed waits for its end', async () => {
  enterFolder(files)
  let press = (_: string): void => {}
  const { runs } = await watched(
    [],
    [
      type => {
        press = type
        press('poth')
        writeFileSync('detections/blocked.yaml', broken)
        setTimeout(() => press('er\r'), 300)
      },
    ],
  )
  expect(runs[1]!.slice(-2)).toEqual(['✓ the other address fires (kept)', '1 case: 1 passed 1 kept'])
})

describe('a rule without tests', () => {
  test('that a change breaks is shown, until it is mended', async () => {
    enterFolder({
      ...files,
      'functions/list.kql': 'SigninLogs',
      'tripline.yaml': 'functions:\n  List: { file: functions/list.kql }\nworkspaces: {}\n',
    })
    const untested = (query: string) => files['detections/untested.yaml'].replace(/ {2}SigninLogs\n/, `  ${query}\n`)
    const { runs } = await watched(
      [],
      [
        write('detections/untested.yaml', untested('SigninLog')),
        write('detections/other.test.yaml', `${files['detections/other.test.yaml']}\n`),
        write('detections/untested.yaml', untested('List')),
        write('functions/list.kql', 'Signins'),
        () => rmSync('detections/untested.yaml'),
      ],
    )
    const errors = runs.map(shown => shown.filter(line => line.includes('untested.yaml:')).length > 0)
    expect(errors).toEqual([false, true, true, false, true, false, false])
  })
})

test('a project that cannot be read is watched until it can be', async () => {
  enterFolder({ ...files, 'tripline.yaml': 'workspaces: [\n' })
  const { runs } = await watched([], [write('tripline.yaml', sample['tripline.yaml']!)])
  expect(runs[0]!.join('\n')).toContain('tripline.yaml:')
  expect(runs[1]).toEqual(['Changed: tripline.yaml', ...first])
})

test('reports written by a run do not start another', async () => {
  enterFolder(files)
  const { runs } = await watched(['--reporter', 'junit=out/report.xml'], [press => setTimeout(() => press('q'), 400)])
  expect(runs).toHaveLength(2)
})

test('the screen is cleared before tests run again, on a terminal only', async () => {
  enterFolder(files)
  const clear = '\u001b[2J\u001b[3J\u001b[H'
  const { output } = await watched([], [keys('a')])
  expect(output.map(shown => shown.split(clear).length - 1)).toEqual([0, 1, 0])
  expect(output[1]!.startsWith(clear)).toBe(true)
  const piped = await watched([], [write('detections/blocked.yaml', broken)], false)
  expect(piped.output.join('')).not.toContain('\u001b')
  expect(piped.output[0]).toContain('press Ctrl-C to stop')
})

test('what the command line leaves out stays out', async () => {
  enterFolder(files)
  const { runs } = await watched(
    ['detections/other.yaml', '--filter', 'fires'],
    [keys('a'), write('detections/untested.yaml', 'x: ]')],
  )
  expect(runs[1]).toEqual(['✓ the other address fires', '1 case: 1 passed'])
  expect(runs[2]!.join('\n')).toContain('detections/untested.yaml:1')
})
