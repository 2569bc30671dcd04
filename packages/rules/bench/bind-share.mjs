import { isMainThread, Worker, workerData } from 'node:worker_threads'

/** The official binder, as its package has it, over all queries, in `threads` threads. */
export async function bindAll(queries, threads) {
  const shares = { queries, taken: new Int32Array(new SharedArrayBuffer(4)) }
  const ended = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: shares })
    return new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject))
  })
  await Promise.all(ended)
}

/** Binds queries that no other thread has taken. */
async function bindShare({ queries, taken }) {
  const { catalogueState, Language } = await import('../../kql/bench/official-parser.mjs')
  const state = catalogueState()
  for (;;) {
    const query = queries[Atomics.add(taken, 0, 1)]
    if (query === undefined) return
    Language.KustoCode.ParseAndAnalyze(query, state).GetDiagnostics()
  }
}

if (!isMainThread) await bindShare(workerData)
