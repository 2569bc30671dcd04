import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { loadCatalogue } from '@tripline/schemas'

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
  const { Language, Symbols } = await import('../../kql/bench/official-parser.mjs')
  const { tableSymbol } = await import('../../kql/dist/frontend/symbols.js')
  const catalogue = loadCatalogue()
  const tables = catalogue.names.map(name => tableSymbol(name, catalogue.get(name).columns))
  const globals = Language.GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('workspace', tables))
  for (;;) {
    const query = queries[Atomics.add(taken, 0, 1)]
    if (query === undefined) return
    Language.KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics()
  }
}

if (!isMainThread) await bindShare(workerData)
