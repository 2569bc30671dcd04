import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { oneIn } from '@tripline/testkit'
import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { packagedCommand } from './packaged-command.ts'
import { sample, tests } from './sample.ts'

/** One for all runs here, none of the user's. */
const home = mkdtempSync(join(tmpdir(), 'tripline-home-'))
const patience = { timeout: 120_000 }

/** Several test files; if `slow`, one with a case of more than 50,000 runs. */
const several = (slow = false) => ({
  ...sample,
  ...Object.fromEntries(
    Array.from({ length: 6 }, (_, index) => [
      `detections/t${String(index).padStart(2, '0')}.test.yaml`,
      slow && index === 0 ? slowTests : tests,
    ]),
  ),
})
const slowTests = `rule: blocked.yaml
cases:
  - name: it takes long
    rows: { SigninLogs: [{ TimeGenerated: 2026-03-02T09:30:00Z }] }
    replay: { from: 2020-03-02T00:00:00Z, to: 2026-03-02T00:00:00Z }
    expect: { alerts: [] }
${tests.split('cases:\n')[1]}`

function start(argv: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [packagedCommand, 'test', '--no-cache', ...argv], {
    env: { ...process.env, CI: '1', XDG_CACHE_HOME: home, XDG_STATE_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** An option of Node that runs code in the first replaying process that is busy for long, and makes a file then. */
function inProcesses(code: string, mark: string): string {
  const program = `
    import { writeFileSync } from 'node:fs'
    const run = () => {
      try { writeFileSync(${JSON.stringify(mark)}, '', { flag: 'wx' }) } catch { return }
      ${code}
    }
    // It knows its folder once it knows what to replay.
    const waiting = process.send && setInterval(() => {
      if (!process.env.TMPDIR && !process.env.TEMP) return
      clearInterval(waiting)
      setTimeout(run, 2_000)
    }, 20)`
  return `--import data:text/javascript,${encodeURIComponent(program)}`
}

async function ended(child: ChildProcess) {
  const [stdout, code] = await Promise.all([
    text(child.stdout!),
    new Promise(resolve => child.on('close', (code, signal) => resolve(code ?? signal))),
  ])
  return { stdout, code }
}

/** The processes that a process has started. */
const childrenOf = ({ pid }: ChildProcess): readonly number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child!)
    // `ps` itself has ended by now.
    .filter(isAlive)

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let wait = 0; wait < 800; wait++) {
    if (condition()) return
    await setTimeout(50)
  }
  throw new Error(`not within 40 s: ${what}`)
}

interface Reported {
  readonly cases: readonly {
    readonly case: string
    readonly status: string
    readonly diagnostics: readonly { readonly id: string; readonly message: string; readonly line: number }[]
  }[]
}

/** Starts a run of which one process is busy with a slow case and the others are done. */
async function startSlow(env: Readonly<Record<string, string>> = {}) {
  enterFolder(several(true))
  const child = start(['--jobs', '2', '--format', 'json'], env)
  const result = ended(child)
  await until(() => childrenOf(child).length === 2, 'two processes')
  await until(() => childrenOf(child).length === 1, 'one process with nothing more to do')
  // The other one may not have begun its case yet.
  await setTimeout(700)
  return { child, result, busy: childrenOf(child)[0]! }
}

describe('replaying in processes', () => {
  test('gives the reports that one process gives, but for times', patience, async () => {
    const root = enterFolder(several())
    const run = async (jobs: string, test: (argv: readonly string[]) => Promise<{ readonly code: unknown }>) => {
      const files = { junit: `${jobs}.xml`, sarif: `${jobs}.sarif`, json: `${jobs}.json`, markdown: `${jobs}.md` }
      const reporters = Object.entries(files).flatMap(([name, file]) => ['--reporter', `${name}=${join(root, file)}`])
      const { code } = await test(['--jobs', jobs, ...reporters])
      const texts = Object.values(files).map(file => readFileSync(join(root, file), 'utf8'))
      return { code, texts: texts.map(written => written.replace(/("ms": |time="|\| )[\d.]+( ms)?/g, '$1')) }
    }
    const one = await run('1', argv => tripline(['test', '--no-cache', ...argv]))
    const three = await run('3', argv => ended(start(argv)))
    expect(one.code).toBe(0)
    expect(one.texts[2]).toContain('an hour later it stays quiet')
    expect(three).toEqual(one)
  })

  const ends = [
    ['SIGKILL', 'was killed, probably because memory ran out'],
    // As V8 and the database do when they get no memory.
    ['SIGABRT', 'was ended by SIGABRT'],
  ] as const
  test.each(oneIn(2, ends))('a process that %s ends takes one case with it', patience, async (signal, how) => {
    const { result, busy } = await startSlow()
    process.kill(busy, signal)
    const { code, stdout } = await result
    const { cases } = JSON.parse(stdout) as Reported
    expect(code).toBe(1)
    // The sample's own file comes first, then the one with the slow case.
    expect(cases).toHaveLength(2 + 3 + 2 * 5)
    const lost = cases.filter(({ status }) => status !== 'passed')
    const message = `the process that replayed the case ${how}`
    expect(lost).toMatchObject([{ case: 'it takes long', diagnostics: [{ id: 'case-ended', message, line: 3 }] }])
  })

  test.each(oneIn(2, ['SIGTERM', 'SIGINT'] as const))(
    'the processes know no secret of the environment, and %s leaves no process and no file behind',
    patience,
    async signal => {
      const TMPDIR = mkdtempSync(join(tmpdir(), 'tripline-temporary-'))
      const { child, result, busy } = await startSlow({ TMPDIR, AZURE_CLIENT_SECRET: 'hunter2' })
      const shown = (pid: number) => execFileSync('ps', ['eww', '-p', String(pid)], { encoding: 'utf8' })
      // Else nothing would be found whatever there was.
      if (platform() === 'linux') expect(shown(child.pid!)).toContain('hunter2')
      expect(shown(busy)).not.toContain('hunter2')
      expect(shown(busy)).not.toContain('blocked')
      expect(readdirSync(TMPDIR)).toHaveLength(1)
      child.kill(signal)
      expect((await result).code).toBe(signal)
      expect(readdirSync(TMPDIR)).toEqual([])
      await until(() => !isAlive(busy), 'the process has ended')
    },
  )

  test('a process whose heap is full takes one case with it', patience, async () => {
    const root = enterFolder(several(true))
    const fill = `const all = []; for (;;) all.push(Array(1e7).fill(0.5))`
    const env = { NODE_OPTIONS: `--max-old-space-size=512 ${inProcesses(fill, join(root, 'filled'))}` }
    const { code, stdout } = await ended(start(['--format', 'json'], env))
    const { cases } = JSON.parse(stdout) as Reported
    expect(code).toBe(1)
    expect(cases).toHaveLength(2 + 3 + 2 * 5)
    const lost = cases.filter(({ status }) => status === 'error').flatMap(({ diagnostics }) => diagnostics)
    expect(lost).toMatchObject([{ id: 'case-ended', message: 'the process that replayed the case ran out of memory' }])
  })

  test('a case that fails is the last of its file with --bail', patience, async () => {
    enterFolder({ ...sample, 'detections/blocked.test.yaml': tests.replace('severity: High', 'severity: Low') })
    const { code, stdout } = await ended(start(['--bail', '--format', 'json']))
    const { cases } = JSON.parse(stdout) as Reported
    expect(code).toBe(1)
    expect(cases.map(({ status }) => status)).toEqual(['failed'])
  })

  test('SIGKILL leaves no process behind, not even one that hangs', patience, async () => {
    const root = enterFolder(several(true))
    const child = start(['--jobs', '2'], { NODE_OPTIONS: inProcesses('for (;;);', join(root, 'a')) })
    const result = ended(child)
    await until(() => existsSync(join(root, 'a')), 'a process hangs')
    const hanging = childrenOf(child)
    expect(hanging).not.toEqual([])
    child.kill('SIGKILL')
    await result
    await until(() => !hanging.some(isAlive), 'the processes have ended')
  })
})
