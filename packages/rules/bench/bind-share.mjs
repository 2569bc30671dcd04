import { isMainThread, workerData } from 'node:worker_threads'
import { loadCatalogue } from '@tripline/schemas'
import { Language, loadParser, Symbols } from '../../kql/dist/frontend/parser.js'
import { tableSymbol } from '../../kql/dist/frontend/symbols.js'

/** The official binder over queries that no other thread has taken. */
export function bindShare({ queries, taken }) {
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
