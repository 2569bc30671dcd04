// A process that tries one mutant at a time: Vitest runs from the sources, with the mutant in place of its file.
// Nothing is written; a test that hangs is ended with the process.
import { fileURLToPath } from 'node:url'
import { createVitest } from 'vitest/node'

let mutant

const swapSource = {
  name: 'mutant',
  enforce: 'pre',
  transform: (code, id) =>
    mutant && id.split('?')[0] === mutant.file
      ? { code: code.slice(0, mutant.start) + mutant.text + code.slice(mutant.end), map: null }
      : undefined,
}

/** Runs test files in the given order. */
class AsGiven {
  sort = files => files
  shard = files => files
}

/** The test files of the current run with their duration in milliseconds, and the one that failed. */
let ran = []
let failed

const listen = {
  onTestModuleEnd(module) {
    ran.push({ id: module.moduleId, ms: module.diagnostic().duration })
    if (module.state() === 'failed') failed ??= module.moduleId
  },
}

const vitest = await createVitest(
  'test',
  {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    watch: false,
    bail: 1,
    maxWorkers: 1,
    testTimeout: 300_000,
    execArgv: ['--max-old-space-size=2048', '--import', new URL('cpu-limit.mjs', import.meta.url).href],
    reporters: [listen],
    sequence: { sequencer: AsGiven },
  },
  { plugins: [swapSource] },
)
await vitest.standalone()

/** Paths of test files: the latest to kill a mutant first, then the fastest. */
let order = []

const rank = ({ moduleId }) => order.indexOf(moduleId) + 1 || order.length + 1

/** Runs the test files that import the sources, or all of them, until one fails. */
async function run(tests, sources) {
  ran = []
  failed = undefined
  vitest.config.related = sources
  const specifications = await vitest.getRelevantTestSpecifications(tests)
  const { unhandledErrors } = await vitest.runTestSpecifications(specifications.sort((a, b) => rank(a) - rank(b)))
  return { killedBy: failed ?? (unhandledErrors.length > 0 ? 'an unhandled error' : undefined) }
}

/** Runs the tests without a mutant, to time each file. */
async function rehearse(tests) {
  const answer = await run(tests, undefined)
  order = ran.sort((a, b) => a.ms - b.ms).map(({ id }) => id)
  const seconds = ran.reduce((sum, { ms }) => sum + ms, 0) / 1000
  process.env.MUTATE_CPU_SECONDS = String(20 + 2 * seconds)
  return answer
}

async function tryMutant(tests, tried) {
  mutant = tried
  vitest.invalidateFile(tried.file)
  const answer = await run(tests, [tried.file])
  mutant = undefined
  vitest.invalidateFile(tried.file)
  if (failed) order = [failed, ...order.filter(id => id !== failed)]
  return answer
}

process.on('message', async ({ tests, mutant: tried }) => {
  try {
    process.send(await (tried ? tryMutant(tests, tried) : rehearse(tests)))
  } catch (error) {
    process.send({ error: error.stack })
  }
})
process.on('disconnect', () => process.exit())
