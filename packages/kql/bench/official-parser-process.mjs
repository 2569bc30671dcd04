// A process that parses and analyses each query it is sent as the official parser does, and answers how long that took.
import { catalogueState, Language } from './official-parser.mjs'

const state = catalogueState()

process.on('message', kql => {
  const analyse = () => Language.KustoCode.ParseAndAnalyze(kql, state).GetDiagnostics()
  analyse()
  const before = performance.now()
  analyse()
  process.send(performance.now() - before)
})
