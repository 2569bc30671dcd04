/** What a backtest of a rule of five minutes costs over a month of recorded sign-ins, and how much sweeps save. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { named } from '@tripline/files'
import { loadLogs } from '@tripline/fixtures'
import { openDatabase, openEngine } from '@tripline/kql/engine'
import { backtestRule, inSweeps, tickByTick } from '@tripline/replay'
import { loadRule } from '@tripline/rules'
import { loadCatalogue, parseDatetimeIso } from '@tripline/schemas'
import { processText, scaled, showFigure } from './figure-table.mjs'
import { measureProcess } from './measured-process.mjs'
import { writeSignInProject } from './sign-in-project.mjs'

const rows = scaled(3_000_000, 300_000)
const days = 30
const day = parseDatetimeIso('2026-03-10')
const bin = fileURLToPath(new URL('../bin/tripline.js', import.meta.url))

export async function showBacktestFigures() {
  const home = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
  try {
    const project = await writeSignInProject(home, rows, days)
    const argv = [
      'backtest',
      'failures',
      '--data',
      'logs',
      '--from',
      '2026-03-02',
      '--to',
      '2026-03-31',
      '--format',
      'json',
    ]
    const measured = await measureProcess([bin, ...argv], { cwd: project })
    const [{ days: done, scanned }] = JSON.parse(measured.stdout).backtests
    const runs = done.reduce((sum, day) => sum + day.runs, 0)
    const details = `${runs} runs, ${scanned[0].rows} rows: ${processText(measured)}`
    showFigure('backtest of 30 days, every 5 minutes', measured.clock, 's', 60, details)
    showFigure('  memory', measured.peak / 1e9, 'GB', 2)
    await compareSweeps(project)
  } finally {
    rmSync(home, { recursive: true })
  }
}

/**
 * Both ways, in one process: a day and all of them, and a day with a condition that each user meets on rows of a day but not on
 * those of a window, so that no user is left out early.
 */
async function compareSweeps(project) {
  const catalogue = loadCatalogue()
  const text = readFileSync(join(project, 'detections/failures.yaml'), 'utf8')
  const rules = [text, text.replace('Failures > 1000000', 'Failures > 5')].map(
    written => loadRule({ path: 'failures.yaml', text: written }).value,
  )
  const database = await openDatabase()
  const log = { table: catalogue.get('SigninLogs'), files: [named(join(project, 'logs/SigninLogs.jsonl'))] }
  const { value: tables } = await loadLogs([log], database, { ingestionDelay: 0n })
  const engine = await openEngine(catalogue, { tables }, { database })
  const timeOf = async (rule, range, answers) => {
    const start = process.cpuUsage()
    const query = { kql: rule.query.value, timeout: 30_000 }
    const found = []
    for await (const one of backtestRule(rule, query, range, answers)) found.push(one)
    const { user, system } = process.cpuUsage(start)
    return {
      time: (user + system) / 1e6,
      found: JSON.stringify(found, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
    }
  }
  const compare = async (name, rule, ...range) => {
    const [from, to] = range.map(day => parseDatetimeIso(day))
    const swept = await timeOf(rule, { from, to }, inSweeps(engine))
    const single = await timeOf(rule, { from, to }, tickByTick(engine))
    if (swept.found !== single.found) throw new Error('a sweep answers otherwise')
    const details = `one by one ${single.time.toFixed(2)} s of cores, at once ${swept.time.toFixed(2)} s`
    showFigure(name, (100 * swept.time) / single.time, '%', 5, details)
  }
  for (const rule of rules) await timeOf(rule, { from: day, to: day }, inSweeps(engine))
  await compare('a day of runs at once, of one by one', rules[0], '2026-03-10', '2026-03-10')
  await compare('  no user left out', rules[1], '2026-03-10', '2026-03-10')
  await compare('  30 days', rules[0], '2026-03-02', '2026-03-31')
  await engine.close()
  database.close()
}
