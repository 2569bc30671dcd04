import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { loadCatalogue } from '@tripline/schemas'
import { Language, loadParser, Symbols } from '../../kql/dist/frontend/parser.js'
import { tableSymbol } from '../../kql/dist/frontend/symbols.js'

/** The official binder over all queries, in this thread and `threads - 1` others. */
export async function bindAll(queries, threads) {
  const shares = { queries, taken: new Int32Array(new SharedArrayBuffer(4)) }
  const others = Array.from({ length: threads - 1 }, () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: shares })
    return new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject))
  })
  bindShare(shares)
  await Promise.all(others)
}

/** Binds queries that no other thread has taken. */
function bindShare({ queries, taken }) {
  loadParser()
  const catalogue = loadCatalogue()
  const tables = catalogue.names.map(name => tableSymbol(name, catalogue.get(name).columns))
  const globals = Language.GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('workspace', tables))
  for (;;) {
    const query = queries[Atomics.add(taken, 0, 1)]
    if (query === undefined) return
    Language.KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics()
  }
}

if (!isMainThread) bindShare(workerData)
