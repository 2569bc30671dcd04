// A process that generates or receives inputs, one at a time, and reports their failures; an input may hang or crash it.
// Its argument is its working folder.
import { register } from 'node:module'
import { choicesFor } from './random.mjs'

register('./module-hooks.mjs', import.meta.url)
const { escaped } = await import('./failure.mjs')
const { loadKind } = await import('./kinds.mjs')
const { runInput } = await import('./run-input.mjs')
const { openScratch } = await import('./scratch.mjs')

const scratch = openScratch(process.argv[2])

/** Uncaught exceptions. */
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
  // A promise left behind rejects in a later turn.
  await new Promise(done => setImmediate(done))
  return { failures: [...failures, ...stray], ...(measured && { memory: measure() }) }
}

/** Bytes in use after garbage collection. */
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
