import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { failure } from './failure.mjs'

const worker = fileURLToPath(new URL('worker.mjs', import.meta.url))

/** A worker's memory limits: heap (MB) and resident set (bytes; the database alone is allowed 4 GB). */
const heapLimit = 1024
const residentLimit = 5 * 2 ** 30

/** An input is limited in processor time, because other processes may be running; one that only waits is given this much longer (milliseconds). */
const patience = 120_000

/** A kind may load half of the product before its first input (milliseconds). */
const loadingLimit = 120_000

/** A worker that is restarted after an input ended it by taking too long, using too much memory or crashing. */
export function openWorker() {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-fuzz-'))
  /** The running process: `{ child, ended, loaded }`. */
  let running
  let peak = 0
  let isClosed = false

  /** Starts a process; `ended` resolves to the failure that ended it. */
  async function start() {
    const child = fork(worker, [folder], {
      execArgv: ['--expose-gc', `--max-old-space-size=${heapLimit}`],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    let tail = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (tail = `${tail}${data}`.slice(-2000)))
    // Only once all of its output has been read.
    const ended = once(child, 'close').then(([code, signal]) => {
      running = undefined
      return failure(`died ${signal ?? code}`, tail, /FATAL ERROR: [^\n]*/.exec(tail)?.[0])
    })
    running = { child, ended, loaded: undefined }
    const early = await Promise.race([once(child, 'message'), ended])
    if (!running) throw new Error(`a worker does not start: ${early.detail}`)
  }

  /** Resolves to `{ failures, memory? }` or `{ input }`. `limit`: milliseconds, not counting the loading of a kind's corpus. */
  async function run(job, limit) {
    if (isClosed) throw new Error('the worker is closed')
    if (!running) await start()
    if (running.loaded !== job.kind) {
      const { failures } = await ask({ kind: job.kind, loading: true }, loadingLimit)
      if (failures) throw new Error(`${job.kind} cannot be loaded: ${failures[0].detail}`)
      running.loaded = job.kind
    }
    return ask(job, limit)
  }

  async function ask(job, limit) {
    const { child, ended } = running
    let killedFor
    const kill = (code, detail) => {
      killedFor ??= failure(code, detail)
      child.kill('SIGKILL')
    }
    const started = performance.now()
    const before = usage(child.pid)
    const watch = setInterval(() => {
      const { bytes, time } = usage(child.pid)
      peak = Math.max(peak, bytes)
      if (bytes > residentLimit) kill('memory', `more than ${residentLimit / 2 ** 30} GB`)
      if (time - before.time > limit || performance.now() - started > limit + patience)
        kill('hang', `no end within ${limit / 1000} s`)
    }, 100)
    try {
      return await new Promise(resolve => {
        child.removeAllListeners('message').once('message', resolve)
        ended.then(died => resolve({ failures: [killedFor ?? died] }))
        // A process that cannot receive has ended.
        child.send(job, () => {})
      })
    } finally {
      clearInterval(watch)
    }
  }

  return {
    run,
    /** The peak of the sampled memory (bytes). */
    peak: () => peak,
    async close() {
      isClosed = true
      running?.child.kill('SIGKILL')
      await running?.ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A process's memory (bytes) and processor time (milliseconds); zeros on systems that do not report them. */
function usage(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Fields are counted from the end of the program name; their units are hundredths of a second and pages.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { bytes: Number(fields[21]) * 4096, time: 10 * (Number(fields[11]) + Number(fields[12])) }
  } catch {
    return { bytes: 0, time: 0 }
  }
}
