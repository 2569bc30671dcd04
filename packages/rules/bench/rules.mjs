/**
 * `pnpm bench rules [--rounds N]`: how fast rules are checked, against what the official binder alone needs for their queries
 * (parse, bind, ask for the diagnostics), on one core and on all. Every run is a process of its own, which loads its parser and
 * warms up by itself; the contestants take turns and the best of their rounds counts. Where others use the machine as well, the time
 * that the cores spent says more than the clock.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { referenceData } from '@tripline/testkit'
import { ruleFiles } from './rule-files.mjs'

const { values } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string', default: '3' } } })
const contestant = fileURLToPath(new URL('./contestant.mjs', import.meta.url))
const cache = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
const run = name => JSON.parse(execFileSync(process.execPath, [contestant, name, cache], { encoding: 'utf8' }))

const peers = { 'check-one': 'binder-one', 'check-all': 'binder-all', 'check-kept': 'binder-all' }
const names = {
  'binder-one': 'official binder, one core',
  'check-one': 'check, one core',
  'binder-all': `official binder, ${availableParallelism()} cores`,
  'check-all': `check, ${availableParallelism()} cores`,
  'check-kept': 'check, analyses kept',
}

run('check-kept')
const best = Object.fromEntries(
  Object.keys(names).map(name => [name, { clock: Number.POSITIVE_INFINITY, cores: Number.POSITIVE_INFINITY }]),
)
for (let round = 0; round < Number(values.rounds); round++) {
  for (const name of Object.keys(names)) {
    const { clock, cores } = run(name)
    best[name] = { clock: Math.min(best[name].clock, clock), cores: Math.min(best[name].cores, cores) }
  }
}
rmSync(cache, { recursive: true })

if (referenceData('conformance/rules/').length === 0)
  process.stdout.write(
    'only the rules of detections; published templates: skipped: needs ../shared/conformance/rules\n',
  )
const count = ruleFiles().length
process.stdout.write(`${count} rules, best of ${values.rounds} rounds\n`)
for (const [name, label] of Object.entries(names)) {
  const rate = ((count / best[name].clock) * 1000).toFixed(0).padStart(6)
  const ratio = by => `${(best[peers[name]][by] / best[name][by]).toFixed(2)} x`
  const against = peers[name] ? `${ratio('clock')} ${names[peers[name]]} (${ratio('cores')} by time of the cores)` : ''
  process.stdout.write(`${label.padEnd(26)} ${rate} rules/s  ${against}\n`)
}
