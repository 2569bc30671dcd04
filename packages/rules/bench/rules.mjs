/**
 * How fast rules are checked, against what the official binder alone needs for their queries: parse, bind and ask for the
 * diagnostics, over the same tables. Both run in turns in this one process; the ratio is what counts, not the milliseconds.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { analyseAhead, checkRule, loadRule } from '@tripline/rules'
import { loadCatalogue } from '@tripline/schemas'
import { Language, loadParser, Symbols } from '../../kql/dist/frontend/parser.js'
import { tableSymbol } from '../../kql/dist/frontend/symbols.js'

const root = new URL('../../../', import.meta.url)
const folders = ['detections/', '../shared/conformance/rules/'].map(path => new URL(path, root)).filter(existsSync)
const files = folders.flatMap(folder =>
  readdirSync(folder, { recursive: true })
    .filter(path => path.endsWith('.yaml') && !path.endsWith('.test.yaml'))
    .map(path => new URL(path, folder))
    .map(url => ({ path: fileURLToPath(url), text: readFileSync(url, 'utf8') })),
)
const catalogue = loadCatalogue()
loadParser()
const queries = files.flatMap(file => loadRule(file).draft?.query?.value ?? [])
const tables = catalogue.names.map(name => tableSymbol(name, catalogue.get(name).columns))
const globals = Language.GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('workspace', tables))

const contestants = {
  'official binder': () => {
    for (const query of queries) Language.KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics()
  },
  check: () => {
    const world = { catalogue }
    for (const file of files) checkRule(loadRule(file), world)
  },
  'check, all cores': async () => {
    const world = { catalogue }
    const rules = files.map(loadRule)
    await analyseAhead(rules, world, [])
    for (const rule of rules) checkRule(rule, world)
  },
}

const best = Object.fromEntries(Object.keys(contestants).map(name => [name, Number.POSITIVE_INFINITY]))
for (let round = 0; round < 3; round++) {
  for (const [name, run] of Object.entries(contestants)) {
    const start = performance.now()
    await run()
    best[name] = Math.min(best[name], performance.now() - start)
  }
}
const official = best['official binder']
process.stdout.write(`${files.length} rules, best of 3 rounds\n`)
for (const [name, ms] of Object.entries(best)) {
  const rate = ((files.length / ms) * 1000).toFixed(0)
  process.stdout.write(
    `${name.padEnd(18)} ${rate.padStart(6)} rules/s  ${(official / ms).toFixed(2)} x the official binder\n`,
  )
}
