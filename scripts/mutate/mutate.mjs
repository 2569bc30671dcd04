// `pnpm mutate`: small changes to the sources, one at a time and only in memory, each of which should make a test fail.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isEquivalent } from './equivalent.mjs'
import { mutantsOf, sample } from './mutants.mjs'
import { scoreLine, survivorText } from './report.mjs'
import { openWorker } from './worker-process.mjs'

const help = `pnpm mutate PATH[:LINE]... [--tests PATH]... [--sample N] [--seed S] [--jobs J]

Changes the TypeScript sources at each path, one small change (a mutant) at a time and in memory only, and runs the tests
that reach the changed file, until one fails. Prints the mutants that no test noticed, and a score per
path. Known equivalent mutants are in scripts/mutate/equivalent.json. Exits 1 when a mutant survived, 2 when it cannot run.

  --tests P   test files or folders (default: those of the package)
  --sample N  mutants to try per path, chosen by the seed (default: all)
  --seed S    any text (default: 1)
  --jobs J    mutants to try at the same time (default: 1)
`

/** Milliseconds. `cpu-limit.mjs` stops an endless computation much earlier. */
const limit = 900_000

const root = fileURLToPath(new URL('../..', import.meta.url))

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tests: { type: 'string', multiple: true },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    help: { type: 'boolean' },
  },
})
if (positionals.length === 0 || values.help) process.stdout.write(help)
else
  await mutate(positionals).catch(({ message }) => {
    process.stderr.write(`mutate: ${message}\n`)
    process.exitCode = 2
  })

async function mutate(paths) {
  const [count, jobs] = [values.sample === undefined ? undefined : number(values.sample), number(values.jobs)]
  const targets = paths.map(path => ({ path, ...targetAt(path, count) }))
  const workers = Array.from({ length: jobs }, openWorker)
  try {
    for (const target of targets) await mutateTarget(target, workers)
  } finally {
    for (const worker of workers) worker.close()
  }
}

/** The mutants to try at a path, and the paths of their tests. */
function targetAt(path, count) {
  const [, source, line] = /^(.*?)(?::(\d+))?$/.exec(path)
  const found = resolve(source)
  const names = statSync(found).isDirectory() ? readdirSync(found, { recursive: true }) : ['']
  const files = names.map(name => join(found, name)).filter(file => file.endsWith('.ts'))
  const all = files.flatMap(file => mutantsOf(file, readFileSync(file, 'utf8')))
  const wanted = all.filter(mutant => line === undefined || mutant.line === Number(line))
  if (wanted.length === 0) throw new Error(`${path} has nothing to mutate`)
  return { tests: values.tests ?? [`${packageOf(found)}/`], mutants: sample(wanted, count, values.seed) }
}

async function mutateTarget({ path, tests, mutants }, workers) {
  const tried = mutants.filter(mutant => !isEquivalent(mutant))
  for (const worker of workers) {
    const { error, killedBy } = await worker.ask({ tests }, limit)
    if (error ?? killedBy) throw new Error(`the tests fail without a mutant: ${error ?? killedBy}`)
  }
  const queue = [...tried]
  let survived = 0
  const work = async worker => {
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const { error, killedBy } = await worker.ask({ tests, mutant }, limit)
      if (error) throw new Error(error)
      if (killedBy) continue
      survived += 1
      process.stdout.write(survivorText(mutant, relative(root, mutant.file)))
    }
  }
  await Promise.all(workers.map(work))
  process.stdout.write(scoreLine(path, tried.length, survived, mutants.length - tried.length))
  if (survived > 0) process.exitCode = 1
}

function packageOf(path) {
  const folder = dirname(path)
  return existsSync(join(folder, 'package.json')) ? relative(root, folder) : packageOf(folder)
}

function number(text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${text} is not a number of at least 1`)
  return Number(text)
}
