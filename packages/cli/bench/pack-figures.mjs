/**
 * What testing a pack of rules with three cases each takes: whole processes, medians. `TRIPLINE_BIN` measures another build, such
 * as the packed one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { processText, rules, showFigure } from './figure-table.mjs'
import { measureProcess } from './measured-process.mjs'
import { writePack, writeRule } from './replay-pack.mjs'

const bin = process.env.TRIPLINE_BIN ?? fileURLToPath(new URL('../bin/tripline.js', import.meta.url))
const binder = fileURLToPath(new URL('./binder-alone.mjs', import.meta.url))

export async function showPackFigures() {
  const home = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
  try {
    await measure(home)
  } finally {
    rmSync(home, { recursive: true })
  }
}

async function measure(home) {
  const cases = 3 * rules
  const project = join(home, 'project')
  writeFileSync(join(home, 'queries.json'), JSON.stringify(writePack(project, rules)))
  const kept = { ...process.env, XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') }
  const command = (args, env = kept) => measureProcess([bin, ...args], { cwd: project, env })
  const test = (args, env) => command(['test', ...args], env)

  const node = await median(7, () => measureProcess(['-e', '0'], { env: process.env }))
  showFigure('node -e 0', node.clock, 's')
  for (const option of ['--version', '--help']) {
    const help = await median(7, () => command([option]))
    showFigure(option, help.clock, 's', 0.12, processText(help))
  }

  const [alone, cold] = await alternating(
    3,
    () => measureProcess([binder, join(home, 'queries.json')], { env: process.env }),
    () => test([], { ...kept, TRIPLINE_CACHE: 'off' }),
  )
  showFigure(`the official binder alone, ${rules} queries`, alone.clock, 's', undefined, processText(alone))
  const byCores = `${(cold.cores / alone.cores).toFixed(2)} × its time of cores; ${processText(cold)}`
  showFigure(`${cases} cases, nothing kept, to the binder`, cold.clock / alone.clock, '×', 1.3, byCores)
  const filling = await test([])
  const again = await median(3, () => test(['--no-cache']))
  showFigure('queries kept, a case', (1_000 * again.cores) / cases, 'ms', 4, processText(again))
  const unchanged = await median(5, () => test([]))
  showFigure('nothing changed', unchanged.clock, 's', 1.25, processText(unchanged))
  const edited = await median(5, round => {
    writeRule(project, 0, 100_000 + round)
    return test([])
  })
  showFigure('one rule changed, in addition', edited.clock - unchanged.clock, 's', 0.5, processText(edited))
  const one = ['detections/summarize-0.test.yaml', '--filter', 'fires', '--no-cache']
  await test(one)
  const warm = await median(7, () => test(one))
  showFigure('one case, its query kept', warm.clock, 's', 0.25, processText(warm))
  const peak = Math.max(...[cold, filling, again, edited].map(figure => figure.peak))
  showFigure('memory of the pack', peak / 1e6, 'MB', 600)
}

/** The medians of several runs. */
async function median(rounds, run) {
  const figures = []
  for (let round = 0; round < rounds; round++) figures.push(await run(round))
  return medians(figures)
}

/** The medians of runs that take turns. */
async function alternating(rounds, ...runs) {
  const figures = runs.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, run] of runs.entries()) figures[index].push(await run())
  }
  return figures.map(medians)
}

/** The median of each measure; the largest peak. */
function medians(figures) {
  const middle = key => figures.map(figure => figure[key]).toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]
  return { clock: middle('clock'), cores: middle('cores'), peak: Math.max(...figures.map(({ peak }) => peak)) }
}
