// A process that parses and analyses each query it is sent as the official parser does, and answers how long that took.
import { register } from 'node:module'
import { loadCatalogue } from '@tripline/schemas'

register('./original-runtime.mjs', import.meta.url)
const { globalsFor } = await import('../dist/frontend/globals.js')
const parser = await import('../dist/frontend/parser.js')
parser.loadParser()
const { KustoCode } = parser.Language
const world = { catalogue: loadCatalogue() }

process.on('message', kql => {
  const globals = globalsFor(world, kql)
  const analyse = () => KustoCode.ParseAndAnalyze(kql, globals).GetDiagnostics()
  analyse()
  const before = performance.now()
  analyse()
  process.send(performance.now() - before)
})
