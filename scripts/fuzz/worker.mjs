// A process that makes or takes inputs, one at a time, and answers what is wrong with each; it may hang or die of one.
// Its argument is the folder that it works in.
import { register } from 'node:module'
import { choicesFor } from './random.mjs'

register('./module-hooks.mjs', import.meta.url)
const { escaped } = await import('./failure.mjs')
const { loadKind } = await import('./kinds.mjs')
const { runInput } = await import('./run-input.mjs')
const { openScratch } = await import('./scratch.mjs')

const scratch = openScratch(process.argv[2])

/** Exceptions that no caller caught. */
let stray = []
process.on('unhandledRejection', error => stray.push(escaped('unhandled rejection', error)))
process.on('uncaughtException', error => stray.push(escaped('uncaught exception', error)))

async function answer({ kind: name, seed, index, input: given, loading, wanted, measured }) {
  const kind = await loadKind(name)
  if (loading) return {}
  const input = given ?? kind.make(choicesFor(name, seed, index))
  if (wanted) return { input }
  stray = []
  const failures = await runInput(kind, input, scratch, index % 16 === 0)
  // What was left undone rejects in a later turn.
  await new Promise(done => setImmediate(done))
  return { failures: [...failures, ...stray], ...(measured && { memory: measure() }) }
}

/** Bytes in use after a collection of garbage. */
function measure() {
  globalThis.gc()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: heapUsed + external, rss }
}

process.on('message', async job => {
  try {
    process.send(await answer(job))
  } catch (error) {
    process.send({ failures: [escaped('fuzzer', error)] })
  }
})
process.on('disconnect', () => process.exit())
process.send('ready')
