// A process that parses and analyses each query it is sent as the official parser does, and answers how long that took.
import { loadCatalogue } from '@tripline/schemas'
import { Language } from './official-parser.mjs'

const { globalsFor } = await import('../dist/frontend/globals.js')
const world = { catalogue: loadCatalogue() }

process.on('message', kql => {
  const globals = globalsFor(world, kql)
  const analyse = () => Language.KustoCode.ParseAndAnalyze(kql, globals).GetDiagnostics()
  analyse()
  const before = performance.now()
  analyse()
  process.send(performance.now() - before)
})
