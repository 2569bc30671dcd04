import { keyOf } from './failure.mjs'
import { judgeMemory } from './leak.mjs'
import { minimise } from './minimise.mjs'

/** A worker's memory is looked at after so many inputs. */
const between = 100

/**
 * Runs `count` inputs of a kind from `first` on over workers. Tells `onFailure` of each distinct failure once, with its
 * input and a smaller one; answers the counts.
 */
export async function runCampaign({ kind, limit, seed, first, count }, workers, onFailure) {
  const found = new Map()
  let next = first
  let failing = 0

  async function work(worker) {
    let samples = []
    for (let done = 1; next < first + count; done++) {
      const job = { kind, seed, index: next++ }
      const { failures, memory } = await worker.run({ ...job, measured: done % between === 0 }, limit)
      if (memory) samples.push(memory)
      // After a death there is another process, with a memory of its own.
      if (failures.some(({ code }) => /^(?:died|hang|memory)/.test(code))) samples = []
      if (failures.length > 0) failing += 1
      for (const failure of failures) await told(failure, job, worker)
    }
    for (const failure of judgeMemory(samples)) await told(failure, undefined, worker)
  }

  async function told(failure, job, worker) {
    const key = keyOf(failure)
    found.set(key, (found.get(key) ?? 0) + 1)
    if (found.get(key) > 1) return
    if (!job) return onFailure({ failure })
    const { input } = await worker.run({ ...job, wanted: true }, limit)
    const { subject } = input
    const smaller = await minimise(Buffer.from(input.files[subject]), async bytes => {
      const { failures } = await worker.run(
        { kind, index: job.index, input: { ...input, files: { ...input.files, [subject]: bytes } } },
        limit,
      )
      return failures.some(other => keyOf(other) === key)
    })
    onFailure({ failure, job, input, smaller })
  }

  await Promise.all(workers.map(work))
  const peak = Math.max(...workers.map(worker => worker.peak()))
  return { inputs: count, failing, distinct: [...found].map(([key, times]) => ({ key, times })), peak }
}
