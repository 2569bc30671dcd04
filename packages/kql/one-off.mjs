import { readFileSync } from 'node:fs'
import { loadCatalogue } from '@tripline/schemas'
import { explainQuery, formatQuery } from './dist/compile.js'
import { loadParser } from './dist/frontend/parser.js'
loadParser()
const world = { catalogue: loadCatalogue() }
const qs = ['queries','queries-2'].flatMap(f => readFileSync(`../shared/conformance/${f}.jsonl`,'utf8').trim().split('\n').map(l=>JSON.parse(l)))
let n=0, same=0, none=0, unchanged=0
const squash = t => t.replace(/\s+/g,'')
for (const {id,kql} of qs) {
  const f = formatQuery(kql)
  if (f===kql) unchanged++
  if (squash(f)!==squash(kql)) console.log('text differs', id)
  if (formatQuery(f)!==f) console.log('not idempotent', id)
  const a = await explainQuery(kql, world), b = await explainQuery(f, world)
  n++
  const codes = r => r.diagnostics.map(d=>d.code+d.severity).sort().join()
  if (codes(a)!==codes(b)) console.log('diagnostics differ', id, codes(a), '|', codes(b))
  if (!a.explanation && !b.explanation) none++
  else if (a.explanation?.plan===b.explanation?.plan && a.explanation?.sql===b.explanation?.sql) same++
  else console.log('plan differs', id)
}
console.log({n,same,none,unchanged})
