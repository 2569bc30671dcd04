/**
 * What testing a pack of 1,000 rules with three cases each takes: whole processes, medians. `TRIPLINE_BIN` measures another
 * build, such as the packed one, and `RULES` another number of rules.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureProcess } from './measured-process.mjs'
import { writePack, writeRule } from './replay-pack.mjs'

const rules = Number(process.env.RULES ?? 1_000)
const cases = 3 * rules
const bin = process.env.TRIPLINE_BIN ?? fileURLToPath(new URL('../bin/tripline.js', import.meta.url))
const binder = fileURLToPath(new URL('./binder-alone.mjs', import.meta.url))

const home = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
try {
  await measure()
} finally {
  rmSync(home, { recursive: true })
}

async function measure() {
  const project = join(home, 'project')
  const queries = writePack(project, rules)
  writeFileSync(join(home, 'queries.json'), JSON.stringify(queries))
  const kept = { ...process.env, XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') }
  const test = (args, env = kept) => measureProcess([bin, 'test', ...args], { cwd: project, env })
  const medianOf = async (rounds, run) => {
    const figures = []
    for (let round = 0; round < rounds; round++) figures.push(await run(round))
    const median = key => figures.map(figure => figure[key]).toSorted((a, b) => a - b)[Math.floor(rounds / 2)]
    return { clock: median('clock'), cores: median('cores'), peak: Math.max(...figures.map(({ peak }) => peak)) }
  }
  const one = ['detections/summarize-0.test.yaml', '--filter', 'fires', '--no-cache']

  const alone = await medianOf(1, () => measureProcess([binder, join(home, 'queries.json')], { env: process.env }))
  const cold = await medianOf(1, () => test([], { ...kept, TRIPLINE_CACHE: 'off' }))
  const filling = await medianOf(1, () => test([]))
  const unchanged = await medianOf(5, () => test([]))
  const edited = await medianOf(5, round => {
    writeRule(project, 0, 100_000 + round)
    return test([])
  })
  const again = await medianOf(3, () => test(['--no-cache']))
  await test(one)
  const warm = await medianOf(7, () => test(one))
  const node = await medianOf(7, () => measureProcess(['-e', '0'], { env: process.env }))

  const row = (name, { clock, cores, peak }, note = '') =>
    [
      name.padEnd(34),
      clock.toFixed(2).padStart(7),
      cores.toFixed(2).padStart(7),
      (peak / 2 ** 20).toFixed(0).padStart(6),
      note,
    ].join('  ')
  const perCase = ({ cores }) => `${((1_000 * cores) / cases).toFixed(1)} ms of processor time a case`
  const lines = [
    ['process'.padEnd(34), '  clock', '  cores', '   MiB'].join('  '),
    row('node -e 0', node),
    row('the official binder alone', alone),
    row(`${cases} cases, nothing kept`, cold, `${(cold.clock / alone.clock).toFixed(2)} × the binder`),
    row(`${cases} cases, keeping`, filling),
    row(`${cases} cases, nothing changed`, unchanged),
    row(`${cases} cases, one rule changed`, edited, `+${(edited.clock - unchanged.clock).toFixed(2)} s`),
    row(`${cases} cases, queries kept`, again, perCase(again)),
    row(`one case, its query kept`, warm),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
