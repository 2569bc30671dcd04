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

/** Both ways, in one process: a day and all of them, and days whose rules leave more to do. */
async function compareSweeps(project) {
  const catalogue = loadCatalogue()
  const text = readFileSync(join(project, 'detections/failures.yaml'), 'utf8')
  const ruleWith = (condition, period = '1h') =>
    loadRule({
      path: 'failures.yaml',
      text: text.replace('Failures > 1000000', condition).replace('queryPeriod: 1h', `queryPeriod: ${period}`),
    }).value
  const rare = ruleWith('Failures > 1000000')
  // Each user meets these on the rows of a day, of several hours, or of two days, but not on those of a window.
  const perHour = ruleWith('Failures > 5')
  const distinct = ruleWith('Addresses > 5')
  const perDay = ruleWith('Failures > 15', '1d')
  // Nearly half of the users are in an alert of each run: no more than an alert has entities, of which rows without an order pick any.
  const others = ['8', '9'].map(digit => `UserPrincipalName !startswith_cs "user${digit}"`)
  const frequent = ruleWith(['Failures >= 1', ...others].join(' and '))
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
      found: JSON.stringify(found, (_, value) =>
        typeof value === 'bigint' ? `${value}` : value instanceof Map ? [...value].sort() : value,
      ),
    }
  }
  const compare = async (name, rule, most, ...range) => {
    const [from, to] = range.map(day => parseDatetimeIso(day))
    // The queries of either way are compiled before.
    await timeOf(rule, { from: day, to: day }, inSweeps(engine))
    const swept = await timeOf(rule, { from, to }, inSweeps(engine))
    const single = await timeOf(rule, { from, to }, tickByTick(engine))
    if (swept.found !== single.found) throw new Error('a sweep answers otherwise')
    const details = `one by one ${single.time.toFixed(2)} s of cores, at once ${swept.time.toFixed(2)} s`
    showFigure(name, (100 * swept.time) / single.time, '%', most, details)
  }
  await compare('a day of runs at once, of one by one', rare, 5, '2026-03-10', '2026-03-10')
  await compare('  no user left out by the rows of the day', perHour, 5, '2026-03-10', '2026-03-10')
  await compare('  by distinct addresses', distinct, 5, '2026-03-10', '2026-03-10')
  await compare('  windows of a day', perDay, 5, '2026-03-10', '2026-03-10')
  await compare('  alerts of half of the users in each run', frequent, undefined, '2026-03-10', '2026-03-10')
  await compare('  30 days', rare, 5, '2026-03-02', '2026-03-31')
  await engine.close()
  database.close()
}
