import type { Diagnostic } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { RuleScore, SuiteObserver } from '@tripline/replay'
import type { ForkedProcess } from '../../fork-replay-process.ts'
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
  /** Loads what compiles queries, until there is an order. */
  prepare(): void
  /**
   * Unless the process `tellsAll`, the observer learns of cases a little later, and of the start only of those that take longer; but
   * a case that has started and not ended, as far as it knows, is the one that is running. `following`: the orders after this one,
   * so that the process need not wait for them; each is to be replayed in its turn, unless the process is ended.
   */
  replay(
    order: SuiteOrder,
    tellsAll: boolean,
    observer: ProcessObserver,
    following: readonly SuiteOrder[],
  ): Promise<Attempt>
  /** The score of one rule; undefined if the process does not survive it. */
  mutate(files: readonly FilePath[]): Promise<RuleScore | undefined>
  /** Ends it, whatever it does; the observer learns nothing more. Resolves when it is gone. */
  end(): Promise<void>
}

/** Node cannot fork a process from the sources. */
export const hasProcesses = !import.meta.url.endsWith('.ts')

/** Gives a process its world. */
export function startReplayProcess({ child, ended }: ForkedProcess, world: ReplayWorld): ReplayProcess {
  const send = (message: ToProcess): void => void child.send(message, () => {})
  const unpack = unpacker()
  let listener: ((message: FromProcess) => void) | undefined
  /** What it has said of orders whose turn has not come. */
  let early: FromProcess[] = []
  const sent = new Set<SuiteOrder>()
  const hear = (message: FromProcess) => {
    if (listener) listener(message)
    else if (message.kind !== 'alive') early.push(message)
  }
  child.on('message', (packed: Packed) => {
    for (const message of unpack(packed) as readonly FromProcess[]) hear(message)
  })
  send({ kind: 'world', world })
  return {
    prepare: () => send({ kind: 'prepare' }),
    replay(order, tellsAll, observer, following) {
      return new Promise(resolve => {
        listener = message => {
          if (message.kind === 'alive') observer.alive()
          else if (message.kind === 'started') observer.started(message.identity)
          else if (message.kind === 'ended') observer.ended(message.report)
          else if (message.kind !== 'scored') {
            listener = undefined
            resolve(message)
          }
        }
        const orders = [order, ...following].filter(one => !sent.has(one))
        for (const one of orders) sent.add(one)
        if (orders.length > 0) send({ kind: 'orders', orders, tellsAll })
        const known = early
        early = []
        for (const message of known) hear(message)
        void ended.then(how => resolve({ kind: 'ended', how }))
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
}
