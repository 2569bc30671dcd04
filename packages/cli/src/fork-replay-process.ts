import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import type { Readable } from 'node:stream'
import { cacheHome, stateHome } from './cache/cache-homes.ts'

/** A process that loads what any test file needs before it learns which ones it replays. */
export interface ForkedProcess extends Disposable {
  readonly child: ChildProcess
  /** How it ended, once it has. */
  readonly ended: Promise<string>
}

/** What Node and its memory are set up with, and whether there is a cache: no secret of the user's. */
const inherited = ['TRIPLINE_CACHE', 'NODE_OPTIONS', 'LANG', 'LC_ALL', 'TZ', 'PATH', 'LD_LIBRARY_PATH', 'SystemRoot']

/** Forks a process that replays test files. */
export function forkReplayProcess(env: Readonly<Record<string, string | undefined>>): ForkedProcess {
  const child = fork(new URL('./replay-process.js', import.meta.url), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      ...Object.fromEntries(inherited.map(name => [name, env[name]])),
      XDG_CACHE_HOME: cacheHome(env),
      XDG_STATE_HOME: stateHome(env),
    },
    execArgv: process.execArgv.filter(option => option.startsWith('--max-')),
  })
  const lastWords = tail(child.stderr!)
  // Failing to start is an end like any other.
  child.on('error', () => {})
  const ended = new Promise<string>(resolve => {
    child.on('close', (code, signal) => resolve(howItEnded(code, signal, lastWords())))
  })
  return { child, ended, [Symbol.dispose]: () => void child.kill('SIGKILL') }
}

/**
 * The process for the command line of a test, which most tests need and wait for; undefined where it would only take time from
 * the command.
 */
export const forkAhead = ({ argv, env }: NodeJS.Process): ForkedProcess | undefined =>
  argv.at(-1) === '--help' || availableParallelism() < 2 ? undefined : forkReplayProcess(env)

/** The last that a stream brought. */
function tail(stream: Readable): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-10_000)
  })
  return () => text
}

/** What the database and V8 write when they get no memory. */
const withoutMemory = /out of memory|bad_alloc/i

function howItEnded(code: number | null, signal: NodeJS.Signals | null, lastWords: string): string {
  if (withoutMemory.test(lastWords)) return 'ran out of memory'
  if (signal === 'SIGKILL') return 'was killed, probably because memory ran out'
  return signal ? `was ended by ${signal}` : `ended with exit code ${code}`
}
