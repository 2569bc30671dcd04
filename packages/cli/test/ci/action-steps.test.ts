import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { oneIn } from '@tripline/testkit'
import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from '../cli.ts'
import { rule, sample, tests } from '../sample.ts'
import { harmless } from '../text/expect-harmless.ts'
import { hostileStrings, hostileTexts } from '../text/hostile-strings.ts'
import { gitHubCommand } from '../text/runner-commands.ts'
import { startInstalled, startRunner } from './github-runner.ts'
import { badVersions, shellTricks } from './run-step.ts'

const noInputs = { TRIPLINE_PROJECT: '.', TRIPLINE_CHANGED_SINCE: '', TRIPLINE_WORKSPACE: '' }
const failing = { ...sample, 'detections/blocked.test.yaml': tests.replace('severity: High', 'severity: Low') }
const broken = { ...sample, 'detections/blocked.yaml': rule.replace('| where IPAddress', '| where IPAdress') }

const commandsIn = (text: string) => text.split(/\r\n|[\r\n]/).flatMap(line => gitHubCommand(line) ?? [])

describe('install', () => {
  test.each(['latest', '0.1.0', '1.2.3-beta.1+build'])(
    'asks npm for version %s, from outside of the checkout',
    version => {
      const runner = startRunner(sample)
      expect(runner.step('install', { TRIPLINE_VERSION: version }).code).toBe(0)
      expect(runner.installed()).toEqual(expect.arrayContaining(['install', '--ignore-scripts', `tripline@${version}`]))
      expect(runner.installed()?.slice(-2, -1)).toEqual(['--'])
      expect(runner.outputs()).toEqual({
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        reports: join(runner.temp, 'tripline/reports'),
      })
    },
  )

  test('takes a packed file by its path', () => {
    const runner = startRunner({ ...sample, 'dist/tripline-0.1.0.tgz': '' })
    expect(runner.step('install', { TRIPLINE_VERSION: 'dist/tripline-0.1.0.tgz' }).code).toBe(0)
    expect(runner.installed()?.at(-1)).toBe(join(runner.checkout, 'dist/tripline-0.1.0.tgz'))
  })

  test.each(oneIn(4, [...badVersions, ...Object.values(hostileStrings).filter(text => !text.includes('\0'))]))(
    'refuses version %j',
    version => {
      const runner = startRunner(sample)
      const { code, stdout, stderr } = runner.step('install', { TRIPLINE_VERSION: version })
      expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
      expect(commandsIn(stdout)).toEqual([{ name: 'error', properties: 'title=tripline', data: expect.any(String) }])
      expect(stdout.trimEnd().split('\n')).toHaveLength(1)
      expect(stdout).not.toContain('evil')
      expect(existsSync(join(runner.checkout, 'pwned'))).toBe(false)
      expect(runner.installed()).toBe(undefined)
    },
  )

  test('keeps the cache only with a secret, which signs it alike on every machine', () => {
    const signature = (secret: string) => {
      const runner = startRunner(sample)
      runner.step('install', { TRIPLINE_VERSION: 'latest', TRIPLINE_CACHE_SECRET: secret })
      const file = join(runner.temp, 'tripline/state/tripline/cache-secret')
      expect(statSync(file).mode & 0o077).toBe(0)
      expect(runner.outputs()).toMatchObject({ cache: join(runner.temp, 'tripline/cache') })
      return readFileSync(file)
    }
    expect(signature("a'$(b)\n")).toHaveLength(32)
    expect(signature('one')).toEqual(signature('one'))
    expect(signature('one')).not.toEqual(signature('two'))
    expect(startInstalled(sample).outputs()).not.toHaveProperty('cache')
  })
})

/** Runs the steps as action.yml does; answers what each wrote, and how the last one ended. */
function runAction(files: Readonly<Record<string, string>>) {
  const runner = startInstalled(files)
  const run = (name: string) => {
    const { code, stdout, stderr } = runner.step(name, noInputs)
    expect(code, stderr).toBe(0)
    return { stdout, stderr, outputs: runner.outputs() }
  }
  const steps = { check: run('check'), test: run('test') }
  const finish = runner.step('finish', {
    TRIPLINE_CHECK: steps.check.outputs.code ?? '',
    TRIPLINE_TEST: steps.test.outputs.code ?? '',
    TRIPLINE_PLAN: '',
    TRIPLINE_UPLOADS: 'success success',
  })
  return { runner, ...steps, finish }
}

describe('the steps', () => {
  test('pass for a good project', () => {
    const { runner, check, test, finish } = runAction(sample)
    expect([check.outputs.code, test.outputs.code]).toEqual(['0', '0'])
    expect(finish).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(runner.summary()).toContain('| 2 | 2 | 0 | 0 |')
    const reports = readdirSync(join(runner.temp, 'tripline/reports')).sort()
    expect(reports).toEqual(['check.sarif', 'junit.xml', 'summary.md', 'test.sarif'])
  })

  test.each(
    oneIn(2, [
      ['findings', broken, ['1', '1'], 1],
      ['failing tests', failing, ['0', '1'], 1],
      ['an unreadable project', { ...sample, 'tripline.yaml': 'rules: [' }, ['2', '2'], 2],
      ['no project', { 'README.md': '' }, ['2', '2'], 2],
    ] as const),
  )('report %s, and fail in the end', (_, files, codes, ended) => {
    const { runner, check, test, finish } = runAction(files)
    expect([check.outputs.code, test.outputs.code]).toEqual(codes)
    expect(finish.code).toBe(ended)
    expect(commandsIn(finish.stdout).map(({ name }) => name)).toContain('error')
    expect(commandsIn(check.stdout + test.stdout).length).toBeGreaterThan(0)
    expect(runner.summary()).toContain('### Tests')
    for (const { sarif } of [check.outputs, test.outputs]) {
      expect(JSON.parse(readFileSync(sarif!, 'utf8'))).toMatchObject({ version: '2.1.0' })
    }
  })

  test('report a plan that cannot be made', () => {
    const runner = startInstalled({})
    expect(runner.step('plan', { ...noInputs, TRIPLINE_WORKSPACE: 'local' }).code).toBe(0)
    const { code } = runner.outputs()
    expect(code).toBe('2')
    expect(runner.summary()).toContain('No plan (exit code 2)')
    const codes = { TRIPLINE_CHECK: '0', TRIPLINE_TEST: '0', TRIPLINE_PLAN: code! }
    expect(runner.step('finish', { ...codes, TRIPLINE_UPLOADS: 'success success' }).code).toBe(2)
  })

  const hostile = [...shellTricks, ...hostileTexts.map(text => text.replaceAll('\0', '').toWellFormed())]

  test.each([
    ['check', 'TRIPLINE_PROJECT', '--project='],
    ['check', 'TRIPLINE_CHANGED_SINCE', '--changed-since='],
    ['test', 'TRIPLINE_PROJECT', '--project='],
    ['plan', 'TRIPLINE_PROJECT', '--project='],
    ['plan', 'TRIPLINE_WORKSPACE', '--workspace='],
  ])('%s hands any %s over as one argument', (step, input, option) => {
    const runner = startInstalled(sample)
    runner.replaceCommand('printf \'%s\\0\' "$@" >&2')
    for (const value of oneIn(4, hostile)) {
      const { code, stdout, stderr } = runner.step(step, { ...noInputs, [input]: value })
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
      expect(stderr.split('\0')).toContain(option + value)
      expect(runner.outputs()).toEqual({ code: '0' })
    }
    expect(readdirSync(runner.checkout).sort()).toEqual(['.git', 'detections', 'logs', 'tripline.yaml'])
  })

  test.each(oneIn(2, hostile))('nor does the command repeat it to the runner: %j', async value => {
    enterFolder(sample)
    const argvs = [
      ['check', `--project=${value}`, '--format', 'sarif'],
      ['check', `--changed-since=${value}`],
      ['test', `--project=${value}`],
      ['plan', '--project=.', `--workspace=${value}`],
    ]
    for (const argv of argvs) expect(await harmless(argv)).toMatchObject({ code: 2 })
    const { stdout } = await tripline(['check', `--project=${value}`, '--format', 'github'])
    expect(stdout.trimEnd().split('\n')).toEqual([expect.stringMatching(/^::error (?:file=[^:]*,)?title=[\w-]+::/)])
  })

  test('the plan of a stranger is text in the summary', () => {
    const runner = startInstalled(sample)
    const text = '</pre><img src=x> & ::error::x\n'
    runner.replaceCommand(`printf %s '${text}'`)
    runner.step('plan', { ...noInputs, TRIPLINE_WORKSPACE: 'x' })
    expect(runner.summary()).toBe('### Plan\n\n<pre>\n&lt;/pre&gt;&lt;img src=x&gt; &amp; ::error::x\n\n</pre>\n')
  })
})

describe('the comment', () => {
  const inputs = {
    ...noInputs,
    TRIPLINE_WORKSPACE: 'prod',
    TRIPLINE_PULL_REQUEST: '7',
    TRIPLINE_TOKEN: 'token',
    GITHUB_REPOSITORY: 'acme/detections',
  }

  /** Runs the step with a GitHub that answers the search with these ids; answers the calls that it gets, and the comment. */
  function comment(
    found: string,
    plan = '### Plan\\n',
    env: Readonly<Record<string, string>> = {},
    runner = startInstalled(sample),
  ) {
    runner.replaceCommand(`printf '%b' '${plan}'`)
    runner.addCommand(
      'gh',
      `printf '%s\\0' "$GH_TOKEN" "$@" >>"$RUNNER_TEMP/calls"; printf '\\n' >>"$RUNNER_TEMP/calls"\n${found}`,
    )
    const ended = runner.step('comment', { ...inputs, ...env })
    const calls = join(runner.temp, 'calls')
    const text = join(runner.temp, 'tripline/reports/comment.md')
    return {
      ended,
      calls: existsSync(calls)
        ? readFileSync(calls, 'utf8')
            .split('\0\n')
            .slice(0, -1)
            .map(call => call.split('\0'))
        : [],
      text: existsSync(text) ? readFileSync(text, 'utf8') : undefined,
    }
  }
  const nothing = 'true'
  const two = 'case $* in *graphql*) printf "41\\n42\\n" ;; esac'

  test('is new where the job has written none', () => {
    const { ended, calls, text } = comment(nothing)
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(text).toMatch(/^<!-- tripline plan [0-9a-f]{16} -->\n### Plan\n$/)
    expect(calls.map(([token]) => token)).toEqual(['token', 'token'])
    expect(calls[0]).toEqual(expect.arrayContaining(['owner=acme', 'name=detections', 'number=7']))
    expect(calls[0]!.at(-1)).toContain('.viewerDidAuthor and')
    expect(calls[1]).toEqual(expect.arrayContaining(['repos/acme/detections/issues/7/comments']))
    expect(calls[1]).not.toContain('PATCH')
  })

  test('rewrites the first one that it has', () => {
    const { calls } = comment(two)
    expect(calls).toHaveLength(2)
    expect(calls[1]).toEqual(expect.arrayContaining(['PATCH', 'repos/acme/detections/issues/comments/41']))
  })

  test('is another one for other inputs', () => {
    const runner = startInstalled(sample)
    const marker = (workspace: string) =>
      comment(nothing, 'x', { TRIPLINE_WORKSPACE: workspace }, runner).text!.split('\n')[0]
    expect(marker('prod')).not.toBe(marker('dev'))
    for (const value of shellTricks) expect(marker(value)).toMatch(/^<!-- tripline plan [0-9a-f]{16} -->$/)
  })

  test('that may not be written is a warning, and no failure', () => {
    for (const refusal of ['exit 1', 'case $* in *graphql*) ;; *) exit 1 ;; esac']) {
      const { ended } = comment(refusal)
      expect({ code: ended.code, names: commandsIn(ended.stdout).map(({ name }) => name) }).toEqual({
        code: 0,
        names: ['warning'],
      })
    }
  })

  test('is left out where there is no plan', () => {
    expect(comment(nothing, '')).toMatchObject({ ended: { code: 0 }, calls: [] })
  })
})

describe('the last step', () => {
  test.each(
    oneIn(2, [
      [['0', '0', ''], 0],
      [['0', '0', '0'], 0],
      [['1', '0', ''], 1],
      [['0', '1', '0'], 1],
      [['1', '1', '2'], 2],
      [['2', '1', '0'], 2],
      [['0', '70', '1'], 70],
    ] as const),
  )('ends %j with %d', ([check = '', test = '', plan = ''], code) => {
    const codes = { TRIPLINE_CHECK: check, TRIPLINE_TEST: test, TRIPLINE_PLAN: plan }
    expect(startRunner({}).step('finish', { ...codes, TRIPLINE_UPLOADS: 'success skipped' }).code).toBe(code)
  })

  test.each(oneIn(3, ['failure success', 'success failure', 'skipped failure']))(
    'says that findings were not uploaded: %s',
    uploads => {
      const codes = { TRIPLINE_CHECK: '0', TRIPLINE_TEST: '0', TRIPLINE_PLAN: '' }
      const { code, stdout } = startRunner({}).step('finish', { ...codes, TRIPLINE_UPLOADS: uploads })
      expect({ code, names: commandsIn(stdout).map(({ name }) => name) }).toEqual({ code: 0, names: ['warning'] })
    },
  )
})
