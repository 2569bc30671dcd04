import { keyOf } from './failure.mjs'
import { judgeMemory } from './leak.mjs'
import { minimise } from './minimise.mjs'

/** Inputs between two samples of a worker's memory. */
const between = 100

/**
 * Runs `count` inputs of a kind, starting at `first`, on workers. Calls `onFailure` once per distinct failure with the job,
 * its input and a minimised one if available; resolves to the counts.
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
      // A restarted worker is another process with its own memory.
      if (failures.some(({ code }) => /^(?:died|hang|memory)/.test(code))) samples = []
      if (failures.length > 0) failing += 1
      for (const failure of failures)
        if (isNew(failure)) onFailure({ failure, job, ...(await shown(failure, job, worker)) })
    }
    for (const failure of judgeMemory(samples)) if (isNew(failure)) onFailure({ failure })
  }

  function isNew(failure) {
    const key = keyOf(failure)
    const times = found.get(key) ?? 0
    found.set(key, times + 1)
    return times === 0
  }

  /** The input of a job and a minimised one that fails in the same way; nothing if the input cannot be reproduced. */
  async function shown(failure, job, worker) {
    const { input } = await worker.run({ ...job, wanted: true }, limit)
    if (!input) return {}
    const { subject } = input
    const smaller = await minimise(Buffer.from(input.files[subject]), async bytes => {
      const files = { ...input.files, [subject]: bytes }
      const { failures } = await worker.run({ kind, index: job.index, input: { ...input, files } }, limit)
      return failures.some(other => keyOf(other) === keyOf(failure))
    })
    return { input, smaller }
  }

  await Promise.all(workers.map(work))
  const peak = Math.max(...workers.map(worker => worker.peak()))
  return { inputs: count, failing, distinct: [...found].map(([key, times]) => ({ key, times })), peak }
}
