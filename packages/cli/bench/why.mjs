/**
 * What an explanation costs beside the case that it explains, in processor time of whole processes. `SILENT` names folders,
 * separated by commas, of projects whose silent cases have one planted reason each, and an `answers.json`, by rule:
 * `{rule, case, kind, line}`, with one value or a list. Then the share is printed of rules whose first cause is an answer.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureProcess } from './measured-process.mjs'
import { writePack } from './replay-pack.mjs'
import { writeSignInProject, writeSuite } from './sign-in-project.mjs'

const bin = process.env.TRIPLINE_BIN ?? fileURLToPath(new URL('../bin/tripline.js', import.meta.url))
const rounds = 5
/** The most that an explanation may take, as a multiple of its case. */
const most = 2

const home = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
try {
  await measureCosts()
  for (const folder of process.env.SILENT?.split(',') ?? []) await scoreCauses(folder)
} finally {
  rmSync(home, { recursive: true })
}

async function measureCosts() {
  const kept = { ...process.env, XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') }
  const nothingKept = { ...kept, TRIPLINE_CACHE: 'off' }
  const pack = join(home, 'pack')
  writePack(pack, 4)
  const logs = await writeSignInProject(join(home, 'logs'), 200_000)
  writeSuite(logs, 'failures', 1, () => 'at: 2026-03-02T12:00:00Z')
  const quiet = 'other rows stay quiet'
  const cases = [
    ...['summarize-0', 'expand-1', 'join-2', 'pattern-3'].map(rule => [`${rule}`, pack, rule, quiet, kept]),
    ['summarize-0, nothing kept', pack, 'summarize-0', quiet, nothingKept],
    ['200,000 rows', logs, 'failures', 'case 0', kept],
  ]
  process.stdout.write(`${'processor time, seconds'.padEnd(28)}    case  explain  ratio\n`)
  for (const [name, cwd, rule, wanted, env] of cases) {
    const test = ['test', `detections/${rule}.test.yaml`, '--filter', `${wanted}$`, '--no-cache']
    const explain = ['explain', `detections/${rule}.yaml`, '--case', wanted]
    const [alone, explained] = await medians([test, explain], { cwd, env })
    const ratio = explained / alone
    const figures = [alone.toFixed(2).padStart(8), explained.toFixed(2).padStart(9), ratio.toFixed(2).padStart(7)]
    process.stdout.write(`${name.padEnd(28)}${figures.join('')}${ratio > most ? `  more than ${most}` : ''}\n`)
  }
}

/** The median processor time of each command, run in turn; what the first runs keep is not measured. */
async function medians(commands, options) {
  const figures = commands.map(() => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [index, command] of commands.entries()) {
      const { cores } = await measureProcess([bin, ...command], options)
      if (round > 0) figures[index].push(cores)
    }
  }
  return figures.map(own => own.toSorted((a, b) => a - b)[Math.floor(rounds / 2)])
}

async function scoreCauses(folder) {
  const answers = Object.values(JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')))
  const accepts = (answer, value) => [answer].flat().includes(value)
  const missed = []
  for (const { rule, case: name, kind, line } of answers) {
    const { stdout } = await measureProcess([bin, 'explain', rule, '--case', name, '--format', 'json'], { cwd: folder })
    const [first] = JSON.parse(stdout).causes
    if (!first || !accepts(kind, first.kind) || !accepts(line, first.line)) missed.push(rule)
  }
  const right = answers.length - missed.length
  const share = ((100 * right) / answers.length).toFixed(1)
  process.stdout.write(`${folder}: ${right} of ${answers.length} causes at their line (${share} %)\n`)
  for (const rule of missed) process.stdout.write(`  not ${rule}\n`)
}
