import { fork } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { Diagnostic } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { RuleScore, SuiteObserver } from '@tripline/replay'
import { type Packed, unpacker } from './packed-spans.ts'
import type { FromProcess, ToProcess } from './process-message.ts'
import type { ReplayWorld, SuiteOrder } from './suite-order.ts'

/** How the attempt to replay a test file in another process ends. */
export type Attempt =
  | { readonly kind: 'done'; readonly diagnostics: readonly Diagnostic[] }
  /** An error of our own. */
  | { readonly kind: 'fault'; readonly reason: string }
  /** The process is gone. */
  | { readonly kind: 'ended'; readonly how: string }

/** Learns of each case, and every now and then that the process still responds. */
export interface ProcessObserver extends SuiteObserver {
  readonly alive: () => void
}

/** A process that replays test files, one at a time. */
export interface ReplayProcess {
  replay(order: SuiteOrder, observer: ProcessObserver): Promise<Attempt>
  /** The score of one rule; undefined if the process does not survive it. */
  mutate(files: readonly FilePath[]): Promise<RuleScore | undefined>
  /** Ends it, whatever it does; the observer learns nothing more. Resolves when it is gone. */
  end(): Promise<void>
}

/** Node cannot fork a process from the sources. */
export const hasProcesses = !import.meta.url.endsWith('.ts')

/** What Node and its memory are set up with: no secret of the user's. */
const inherited = ['NODE_OPTIONS', 'LANG', 'LC_ALL', 'TZ', 'PATH', 'LD_LIBRARY_PATH', 'SystemRoot']

const temporaryIn = (folder: string) => ({ TMPDIR: folder, TEMP: folder, TMP: folder })

type Environment = Readonly<Record<string, string | undefined>>

/** Forks a process that replays test files. */
export const startReplayProcess = (world: ReplayWorld, env: Environment): ReplayProcess =>
  readyReplayProcess(world.logFolder, env).start(world)

/** A process that loads what any test file needs before it learns which ones it replays. */
export interface ReadyProcess extends Disposable {
  start(world: ReplayWorld): ReplayProcess
}

/** `folder`: the path of the log folder of the world that it will get. */
export function readyReplayProcess(folder: string, env: Environment): ReadyProcess {
  const child = fork(new URL('./replay-process.js', import.meta.url), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // What it leaves behind ends with the folder.
    env: { ...Object.fromEntries(inherited.map(name => [name, env[name]])), ...temporaryIn(folder) },
    execArgv: process.execArgv.filter(option => option.startsWith('--max-')),
  })
  const send = (message: ToProcess) => child.send(message, () => {})
  const lastWords = tail(child.stderr!)
  const unpack = unpacker()
  let listener: (message: FromProcess) => void = () => {}
  child.on('message', (packed: Packed) => {
    for (const message of unpack(packed) as readonly FromProcess[]) listener(message)
  })
  // Failing to start is an end like any other.
  child.on('error', () => {})
  const ended = new Promise<string>(resolve => {
    child.on('close', (code, signal) => resolve(howItEnded(code, signal, lastWords())))
  })
  const replayProcess: ReplayProcess = {
    replay(order, observer) {
      return new Promise(resolve => {
        listener = message => {
          if (message.kind === 'alive') observer.alive()
          else if (message.kind === 'started') observer.started(message.identity)
          else if (message.kind === 'ended') observer.ended(message.report)
          else if (message.kind !== 'scored') resolve(message)
        }
        void ended.then(how => resolve({ kind: 'ended', how }))
        send({ kind: 'order', order })
      })
    },
    mutate(files) {
      return new Promise(resolve => {
        listener = message => {
          if (message.kind !== 'alive') resolve(message.kind === 'scored' ? message.score : undefined)
        }
        void ended.then(() => resolve(undefined))
        send({ kind: 'mutate', files })
      })
    },
    async end() {
      listener = () => {}
      // A process that hangs takes no other signal.
      child.kill('SIGKILL')
      await ended
    },
  }
  return {
    start(world) {
      send({ kind: 'world', world })
      return replayProcess
    },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  }
}

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
