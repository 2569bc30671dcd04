import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { VerbName } from '../../src/command-line/grammar.ts'
import { enter } from '../../src/entry.ts'
import { enterFolder, tripline } from '../cli.ts'
import { packagedCommand } from '../packaged-command.ts'
import { rule, sample } from '../sample.ts'
import { withEmulator } from '../with-emulator.ts'
import { runnerCommands, terminalTricks } from './runner-commands.ts'

type Stdio = 'pipe' | 'ignore' | number

const start = (argv: readonly string[], stdout: Stdio, stderr: Stdio = 'pipe'): ChildProcess =>
  spawn(process.execPath, [packagedCommand, ...argv], {
    stdio: ['pipe', stdout, stderr],
    env: { ...process.env, CI: '1' },
  })

async function ended(child: ChildProcess, stdin = '') {
  child.stdin!.on('error', () => {}) // it need not be read
  child.stdin!.end(stdin)
  const [code, stderr] = await Promise.all([
    new Promise(resolve => child.on('close', resolve)),
    child.stderr ? text(child.stderr) : '',
  ])
  return { code, stderr }
}

const at = ['--data', 'logs', '--at', '2026-03-02T10:00:00Z']

/** What the workspace has. */
const recorded = ['--data', 'logs']

/** Something that each verb says on standard output. */
const printing: Readonly<Record<VerbName, readonly string[]>> = {
  init: ['init', 'new'],
  new: ['new', 'other/new.yaml'],
  check: ['check'],
  fmt: ['fmt', 'unformatted.yaml'],
  import: ['import', 'rules.rest.json'],
  compile: ['compile'],
  test: ['test'],
  run: ['run', 'detections/blocked.yaml', ...at],
  backtest: 'backtest detections/blocked.yaml --data logs --from 2026-03-02 --to 2026-03-02'.split(' '),
  coverage: ['coverage', '--mutate'],
  diff: ['diff', '--base', 'HEAD'],
  explain: ['explain', 'detections/blocked.yaml', '--case', 'the blocked address fires'],
  fixture: ['fixture', '--data', 'logs', '--key', 'tripline.yaml', '--out', 'fixtures'],
  record: [
    'record',
    'detections/blocked.yaml',
    ...'--workspace local --from 2026-03-02T09:00:00Z --to 2026-03-02T10:00:00Z --key tripline.yaml --out recorded'.split(
      ' ',
    ),
  ],
  query: ['query', 'print x = 1'],
  verify: ['verify', '--engine', 'kusto=local'],
  schema: ['schema', 'list'],
  plan: ['plan', '--workspace', 'local', '--out', 'plan.json'],
  apply: ['apply', '--workspace', 'local', '--auto-approve'],
  'archive plan': ['archive', 'plan', '--workspace', 'local'],
  'archive apply': ['archive', 'apply', '--workspace', 'local', '--yes'],
  'archive run': ['archive', 'run', '--workspace', 'local'],
  'archive verify': ['archive', 'verify', '--workspace', 'local'],
  'archive query': ['archive', 'query', 'print 1', ...'--workspace local --from 2026-03-01 --to 2026-03-01'.split(' ')],
  'archive sweep': ['archive', 'sweep', '--workspace', 'local'],
  'archive lock': [
    'archive',
    'lock',
    '--workspace',
    'local',
    '--container',
    'am-signinlogs',
    '--yes-this-cannot-be-undone',
  ],
  evidence: ['evidence', '--workspace', 'local', '--from', '2026-01-01', '--to', '2026-03-01', '--out', 'evidence'],
  'evidence verify': ['evidence', 'verify', 'evidence'],
  emulator: ['emulator', '--project', 'other'],
  drift: ['drift', '--workspace', 'local'],
  doctor: ['doctor'],
}

const lines = [...Object.values(printing), ['--version'], ['--help'], ['check', '--explain', 'id-not-guid']]

const archive = `archive:
  keep: 2192d
  landing: { account: stlanding }
  vault: { account: stvault, container: logs }
`

async function enterProject(): Promise<void> {
  const unformatted = rule.replace(/^(id: .*\n)(name: .*\n)/, '$2$1')
  enterFolder({
    ...sample,
    'tripline.yaml': sample['tripline.yaml'] + archive,
    'unformatted.yaml': unformatted,
    'other/tripline.yaml': '{}',
  })
  const compiled = await tripline(['compile', '--target', 'rest', '--out', '.'])
  expect(compiled.code, compiled.stderr).toBe(0)
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@contoso.example', ...args], { stdio: 'ignore' })
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'a')
}

/** A device that is always full, where there is one. */
const full = ['/dev/full'].filter(path => existsSync(path))

/** A file as Node makes a standard stream of it. */
function fileStream(path: string) {
  const fd = openSync(path, 'w')
  onTestFinished(() => closeSync(fd))
  return Object.assign(new Writable(), { fd })
}

/** Soon after the recorded log, since when the archive has a run for each day. The emulator's certificate is of the real time. */
function goBack(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-04T12:00:00Z') })
  onTestFinished(() => void vi.useRealTimers())
}

/** Runs the command as its process does, without the time that one needs to start. */
async function entered(argv: readonly string[], stdout: string) {
  const code = await new Promise(resolve => {
    const process = Object.assign(new EventEmitter(), {
      argv: ['node', 'tripline', ...argv],
      env: {},
      stdin: Readable.from([]),
      stdout: fileStream(stdout),
      stderr: fileStream('stderr'),
      exit: resolve,
    })
    void enter(process as unknown as NodeJS.Process)
  })
  return { argv, code, stderr: readFileSync('stderr', 'utf8').trimEnd().split('\n').at(-1) }
}

test.each(full)('no verb succeeds whose output %s refuses, and a plan is saved all the same', async path => {
  await enterProject()
  await withEmulator(
    async () => {
      goBack()
      for (const argv of lines)
        expect(await entered(argv, path)).toEqual({
          argv,
          code: 2,
          stderr: 'tripline: cannot write to standard output: the disk is full',
        })
      expect(JSON.parse(readFileSync('plan.json', 'utf8')).workspaces[0].steps).toHaveLength(1)
    },
    ...recorded,
  )
})

test('every verb succeeds, or finds what there is to find, when its output is taken', async () => {
  await enterProject()
  await withEmulator(
    async () => {
      goBack()
      for (const argv of lines.filter(([verb]) => verb !== 'emulator')) {
        const { code } = await entered(argv, 'stdout')
        // A file is unformatted, and the policy of the vault is not locked.
        expect({ argv, code }).toEqual({ argv, code: /^fmt |^archive (?:verify|sweep)/.test(argv.join(' ')) ? 1 : 0 })
        expect(readFileSync('stdout', 'utf8')).not.toBe('')
      }
    },
    ...recorded,
  )
})

test.each(full)('messages that %s refuses are not delivered either', async path => {
  const device = openSync(path, 'w')
  const child = start(['query', 'print x = 1'], 'pipe', device)
  expect(await Promise.all([text(child.stdout!), ended(child)])).toEqual([
    expect.stringContaining('x'),
    { code: 2, stderr: '' },
  ])
  closeSync(device)
})

/** A reader that goes away before anything is written. */
function unread(argv: readonly string[], stdin?: string) {
  const child = start(argv, 'pipe')
  child.stdout!.destroy()
  return ended(child, stdin)
}

test.each([
  [['--help']],
  [['--version']],
  [['schema', 'list']],
  [['check', 'wrong.yaml']],
  [['query', '--batch'], '{"id":1,"kql":"print 1"}\n'.repeat(50)],
  [['emulator']],
])('%j ends without a message and without success when its reader has gone', async (argv, stdin = '') => {
  enterFolder({ 'tripline.yaml': '{}', 'wrong.yaml': 'name: wrong\n' })
  expect(await unread(argv, stdin)).toEqual({ code: 2, stderr: '' })
})

test('a slow reader gets every byte', async () => {
  enterFolder({})
  const child = start(['query', 'range x from 1 to 50000 step 1', '--format', 'ndjson'], 'pipe')
  const end = ended(child)
  await setTimeout(1000)
  const rows = (await text(child.stdout!)).trimEnd().split('\n')
  expect(rows).toHaveLength(50_000)
  expect(rows.at(-1)).toBe('{"x":50000}')
  expect(await end).toMatchObject({ code: 0 })
})

test('a file that takes only a part is a failure', async () => {
  enterFolder({})
  const limited = spawn('sh', [
    '-c',
    'ulimit -f 1; exec "$@" > out',
    'sh',
    process.execPath,
    packagedCommand,
    'schema',
    'list',
  ])
  const { code, stderr } = await ended(limited)
  expect(code).toBe(2)
  expect(stderr).toContain('cannot write to standard output')
})

/** What goes wrong outside of the command, once it runs. */
const stray = `data:text/javascript,${encodeURIComponent(`
  const timer = setInterval(() => {
    if (process.listenerCount('uncaughtException') === 0) return
    clearInterval(timer)
    process.emitWarning('a\\n::error::b')
    setTimeout(() => {
      console.error('\\x1b[2J##vso[task.complete]c')
      throw new Error('d\\n##[group]e')
    })
  })
`)}`

test('warnings, messages of libraries and faults are printed like everything else', async () => {
  enterFolder({})
  const child = spawn(process.execPath, ['--import', stray, packagedCommand, 'emulator'])
  const { code, stderr } = await ended(child)
  expect(stderr).toMatch(/^tripline: Warning: a.::error::b$/m)
  expect(stderr).toContain('internal error')
  expect([...runnerCommands(stderr), ...terminalTricks(stderr)]).toEqual([])
  expect(code).toBe(70)
})
