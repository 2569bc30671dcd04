import { Worker } from 'node:worker_threads'
import type { ScriptCode } from '@tripline/files'
import type { KeptCode } from '../cache/kept-code.ts'
import type { WindowTime } from '../plan/node.ts'
import type { StoredTable } from '../world/stored-table.ts'
import type { WorldData } from '../world/world-data.ts'
import { type PlainQuery, restoreQuery } from './plain-query.ts'
import type { Compile, PreparedQuery, StageRows } from './prepared-query.ts'

/** The data that the worker thread starts with. */
export interface ThreadWorld {
  readonly world: WorldData
  readonly stored: ReadonlyMap<string, StoredTable>
  readonly code?: ScriptCode | undefined
}

export interface CompileOrder {
  readonly id: number
  readonly kql: string
  readonly window: WindowTime | undefined
  /** The rows of the stages that have run. */
  readonly answers: readonly StageRows[]
}

export type CompileAnswer = { readonly id: number } & ({ readonly query: PlainQuery } | { readonly fault: unknown })

interface Waiting {
  readonly resolve: (query: PlainQuery) => void
  readonly reject: (fault: unknown) => void
}

/**
 * A compiler in its own thread, started by the first query. If the thread dies, pending queries fail and the next query starts
 * a new one.
 */
export function compileAhead(
  world: Omit<ThreadWorld, 'code'>,
  parser?: KeptCode,
): { readonly compile: Compile; close(): Promise<void> } {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | undefined
  let orders = 0

  function start(): Worker {
    const workerData: ThreadWorld = { ...world, code: parser?.read() }
    const worker = new Worker(new URL('./compile-thread.js', import.meta.url), { workerData })
    worker.on('message', (answer: CompileAnswer) => {
      const { resolve, reject } = waiting.get(answer.id)!
      waiting.delete(answer.id)
      if ('query' in answer) resolve(answer.query)
      else reject(answer.fault)
    })
    let fault: unknown
    worker.on('error', error => {
      fault = error
    })
    worker.on('exit', () => {
      thread = undefined
      for (const { reject } of waiting.values()) reject(fault ?? new Error('the compiler ended'))
      waiting.clear()
    })
    return worker
  }

  async function compile(
    kql: string,
    window: WindowTime | undefined,
    answers: readonly StageRows[],
  ): Promise<PreparedQuery> {
    const order: CompileOrder = { id: orders++, kql, window, answers }
    const query = await new Promise<PlainQuery>((resolve, reject) => {
      waiting.set(order.id, { resolve, reject })
      thread ??= start()
      thread.postMessage(order)
    })
    return restoreQuery(query, rows => compile(kql, window, [...answers, rows]))
  }

  return {
    compile: (kql, window) => compile(kql, window, []),
    async close() {
      await thread?.terminate()
    },
  }
}
