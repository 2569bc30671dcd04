/**
 * What adopting somebody's repository costs and gives: `ADOPT` names a folder with parsers (`asim`, `parsers`), tables
 * (`custom-tables`) and rules, whose `index.json` says what each rule needs and whether it binds (default: the reference
 * data). The functions of ASIM are measured twice: imported, and as every workspace has them, with `check --scaffold` for what
 * the folder lacks.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadRule } from '../../rules/dist/index.js'
import { rulesThatFire } from './adopt-fires.mjs'
import { measureProcess } from './measured-process.mjs'

const bin = process.env.TRIPLINE_BIN ?? fileURLToPath(new URL('../bin/tripline.js', import.meta.url))
const binder = fileURLToPath(new URL('./binder-over-rule.mjs', import.meta.url))
const source = process.env.ADOPT ?? fileURLToPath(new URL('../../../../shared/adoption', import.meta.url))
/** Errors about the text of a query, as opposed to what is around it. */
const aboutQuery = /^(?:kql-|unknown-(?:name|table|function)$)/

async function measure() {
  const home = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
  try {
    const index = JSON.parse(readFileSync(join(source, 'index.json'), 'utf8'))
    const env = { ...process.env, TRIPLINE_CACHE: 'off' }
    const whole = join(home, 'whole')
    mkdirSync(whole)
    const imported = await measureProcess([bin, 'import', source, '--out', '.'], { cwd: whole, env }, [0, 1, 2])
    writeFileSync(join(whole, 'tripline.yaml'), '{}\n')
    say(
      'functions imported',
      share(
        index.parsers.map(({ name }) => name),
        namesIn(join(whole, 'functions')),
      ),
    )
    say('tables imported', share(tablesOf(index), namesIn(join(whole, 'schemas'))))
    const checked = await check(whole, env)
    say('rules without errors about their queries', rulesWithout(index.rules, checked.errors))
    say('importing everything', took(imported))
    say(`checking the ${index.rules.length} rules`, took(checked))
    await measureOne(
      whole,
      env,
      index.rules.find(({ needs }) => needs.allFunctions.includes('vimDnsEmpty')),
    )
    await measureMany(whole, join(home, 'many'), env, index.rules)

    const lean = join(home, 'lean')
    mkdirSync(lean)
    const folders = ['parsers', 'custom-tables', 'rules'].map(folder => join(source, folder))
    await measureProcess([bin, 'import', ...folders, '--out', '.'], { cwd: lean, env }, [0, 1, 2])
    writeFileSync(join(lean, 'tripline.yaml'), '{}\n')
    await measureProcess([bin, 'check', '--scaffold'], { cwd: lean, env })
    say('such rules over the built-in ASIM', rulesWithout(index.rules, (await check(lean, env)).errors))
    say('rules that run on empty tables', runsOnEmpty(index.rules, lean, env))
    say('rules that fire on raw rows and function rows', fires(index.rules, lean, env))
  } finally {
    rmSync(home, { recursive: true })
  }
}

/** One rule over the parsers of DNS, against the binder, as the compiler loads it, over the same text: whole processes. */
async function measureOne(cwd, env, { id }) {
  const rule = rulesIn(cwd).find(({ draft }) => draft.id.value === id).path
  const [checked, bound] = [
    await measureProcess([bin, 'check', rule], { cwd, env }, [0, 1]),
    await measureProcess([binder, rule], { cwd, env }),
  ]
  say(`checking ${rule}`, `${took(checked)}, ${(checked.cores / bound.cores).toFixed(2)} x the binder`)
}

const many = 90
/** Seconds by the clock, on two cores. */
const longest = 20

/** A pack over the parsers of ASIM: its rules under other names, with queries of their own that pass other constants. */
async function measureMany(whole, cwd, env, rules) {
  for (const folder of ['functions', 'schemas']) cpSync(join(whole, folder), join(cwd, folder), { recursive: true })
  writeFileSync(join(cwd, 'tripline.yaml'), '{}\n')
  mkdirSync(join(cwd, 'detections'))
  const over = new Set(rules.filter(({ needs }) => needs.asim.length > 0).map(({ id }) => id))
  const texts = rulesIn(whole).flatMap(({ path, draft }) =>
    over.has(draft.id.value) ? [readFileSync(join(whole, path), 'utf8')] : [],
  )
  for (let count = 0; count < many; count++)
    writeFileSync(join(cwd, 'detections', `${count}.yaml`), copyOf(texts[count % texts.length], count))
  const checked = await check(cwd, env)
  say(`checking ${many} rules over ASIM`, `${took(checked)}${checked.clock > longest ? `  OVER ${longest} s` : ''}`)
}

const copyOf = (text, count) =>
  text
    .replace(/^id: .*$/m, `id: 00000000-0000-4000-8000-${String(count).padStart(12, '0')}`)
    .replace(/^name: (['"]?)/m, `name: $1${count} `)
    .replace(/^(query: +\|[^\n]*\n)( +)/m, `$1$2let copy = ${count};\n$2`)
    .replace(/\b(eventresult|responsecodename)='(\w+)'/g, `$1='$2${count}'`)

/** The rules of a project, with their paths. */
const rulesIn = cwd =>
  readdirSync(join(cwd, 'detections')).map(file => {
    const path = join('detections', file)
    return { path, draft: loadRule({ path, text: readFileSync(join(cwd, path), 'utf8') }).draft }
  })

const took = ({ clock, cores }) => `${clock.toFixed(1)} s by the clock, ${cores.toFixed(1)} s of all cores`

const say = (what, figure) => process.stdout.write(`${what.padEnd(46)} ${figure}\n`)
const ratio = (count, all) => `${count} of ${all} (${((100 * count) / all).toFixed(1)} %)`

function share(wanted, found) {
  const missing = wanted.filter(name => !found.has(name))
  const named = missing.length > 0 && missing.length < 10 ? `: not ${missing.join(', ')}` : ''
  return `${ratio(wanted.length - missing.length, wanted.length)}${named}`
}

const tablesOf = ({ customTables, parsers }) =>
  Object.entries(customTables)
    .filter(([, { problem, inReference, standsForFunction }]) => !problem && !inReference && !standsForFunction)
    .map(([name]) => name.trim())
    .filter(name => !parsers.some(parser => parser.name === name))

/** The names in the files of a folder: of functions, also the built-in ones, and of tables. */
const namesIn = folder =>
  new Set(
    readdirSync(folder).flatMap(file =>
      Array.from(
        readFileSync(join(folder, file), 'utf8').matchAll(/^(?:name|builtIn|table): (\S+)$/gm),
        ([, name]) => name,
      ),
    ),
  )

async function check(cwd, env) {
  const { stdout, ...measured } = await measureProcess(
    [bin, 'check', 'detections', '--format', 'json'],
    { cwd, env },
    [0, 1],
  )
  const { diagnostics } = JSON.parse(stdout)
  return { ...measured, errors: diagnostics.filter(({ severity, id }) => severity === 'error' && aboutQuery.test(id)) }
}

function rulesWithout(rules, errors) {
  const binding = rules.filter(({ label }) => label.binds)
  const files = new Set(errors.map(({ file }) => file.split('/').at(-1)))
  const named = files.size > 0 && files.size < 10 ? `: not ${[...files].join(', ')}` : ''
  return `${ratio(binding.length - files.size, binding.length)}${named}`
}

/** A rule fires alike if both of its cases pass. */
function fires(rules, cwd, env) {
  const paths = new Map(rulesIn(cwd).map(({ path, draft }) => [draft.id.value, path]))
  const { count, report } = rulesThatFire(
    cwd,
    env,
    bin,
    new Map(rules.map(({ id, file }) => [file.split('/').at(-1), paths.get(id)])),
  )
  const silent = new Set(report.cases.filter(({ status }) => status !== 'passed').map(({ rule }) => rule))
  return `${ratio(count - silent.size, count)}${[...silent].map(rule => `\n  ${rule}`).join('')}`
}

/** Runs the queries of all rules of a project in one process. */
function runsOnEmpty(rules, cwd, env) {
  const wanted = new Set(rules.map(({ id }) => id))
  const requests = rulesIn(cwd).flatMap(({ path, draft }) =>
    wanted.has(draft.id.value) ? [{ id: path, kql: draft.query.value, at: '2026-03-02T10:00:00Z' }] : [],
  )
  const input = requests.map(request => `${JSON.stringify(request)}\n`).join('')
  const { stdout } = spawnSync(process.execPath, [bin, 'query', '--batch'], { cwd, env, input, maxBuffer: 1e9 })
  const answers = stdout
    .toString()
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  const refused = answers.filter(({ error }) => error)
  const named = refused.map(({ id, error }) => `\n  ${id}: ${error.message}`).join('')
  return `${ratio(answers.length - refused.length, requests.length)}${named}`
}

if (existsSync(join(source, 'index.json'))) await measure()
else process.stdout.write(`adopt: no index.json in ${source}\n`)
