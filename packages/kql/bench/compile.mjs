import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { loadCatalogue } from '@tripline/schemas'
import { referenceData } from '@tripline/testkit'
import { compileQuery } from '../dist/compile/compile-query.js'
import { globalsFor } from '../dist/frontend/globals.js'
import { Language, loadParser } from '../dist/frontend/parser.js'
import { fixed, median, quantile, show } from './figures.mjs'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')

const [published] = referenceData('conformance/queries.jsonl')

/**
 * Compilation of real queries against ParseAndAnalyze of the official parser as its package has it, which takes turns in another
 * process, then memory over 5,000 compilations.
 */
export async function benchCompile() {
  if (!published) return show(['compile', 'skipped: needs ../shared/conformance/queries.jsonl'])
  loadParser()
  const queries = readFileSync(published, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).kql)
  const world = { catalogue: loadCatalogue() }
  const times = { parser: [], compiler: [] }
  const stored = new Map()
  const parser = fork(new URL('./official-parser-process.mjs', import.meta.url))
  for (const kql of queries) {
    const parsed = once(parser, 'message')
    parser.send(kql)
    times.parser.push((await parsed)[0])
    // The other process has analysed the query before, too.
    Language.KustoCode.ParseAndAnalyze(kql, globalsFor(world, kql)).GetDiagnostics()
    const before = performance.now()
    compileQuery(kql, world, stored)
    times.compiler.push(performance.now() - before)
  }
  parser.kill()
  const ratios = times.compiler.map((time, index) => time / times.parser[index])
  show([`\n${queries.length} queries`, 'p50', 'p90', 'p99'])
  for (const [kind, values] of [...Object.entries(times), ['compiler / parser', ratios]]) {
    show([kind, ...[0.5, 0.9, 0.99].map(share => fixed(quantile(values, share)))])
  }
  memory(queries, world, stored)
  return median(ratios)
}

/** Every query is another one than any before, so that nothing of it is known. */
function memory(queries, world, stored) {
  const short = queries.toSorted((a, b) => a.length - b.length).slice(0, 200)
  for (let count = 1; count <= 5000; count++) {
    const kql = short[count % short.length]
    compileQuery(`${kql}\n// ${count}`, world, stored)
    if (count % 1000 === 0) show([`after ${count}`, `${heap()} MB`])
  }
}

function heap() {
  collectGarbage()
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20)
}
