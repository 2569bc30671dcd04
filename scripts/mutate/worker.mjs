// A process that tries mutants, one at a time: Vitest from the sources, with the mutant in the stead of its file.
// Nothing is written, and what hangs is ended with the process.
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

/** Files in the order in which they are given. */
class AsGiven {
  sort = files => files
  shard = files => files
}

/** The test files that have run since the last run began, with their milliseconds, and the one that failed. */
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

/** Paths of test files: those that killed a mutant last, then those that take the least time. */
let order = []

const rank = ({ moduleId }) => order.indexOf(moduleId) + 1 || order.length + 1

/** Runs those of the test files that reach the sources, or all, until one fails. */
async function run(tests, sources) {
  ran = []
  failed = undefined
  vitest.config.related = sources
  const specifications = await vitest.getRelevantTestSpecifications(tests)
  const { unhandledErrors } = await vitest.runTestSpecifications(specifications.sort((a, b) => rank(a) - rank(b)))
  return { killedBy: failed ?? (unhandledErrors.length > 0 ? 'an unhandled error' : undefined) }
}

/** Runs the tests as they are, to learn how long each file takes. */
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
