import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const worker = fileURLToPath(new URL('worker.mjs', import.meta.url))

/** What a worker may hold: its heap (MB), and all of it (bytes; the database itself is allowed 4 GB). */
const heapLimit = 1024
const residentLimit = 5 * 2 ** 30

/** The limit of an input is one of processor time, for other processes may have the processor; of waiting, this many times that. */
const patience = 6

/** A kind may load half of the product before its first input (milliseconds). */
const loadingLimit = 120_000

/** A worker that is started anew after an input ended it: by taking too long, too much memory, or by a crash. */
export function openWorker() {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-fuzz-'))
  let child
  let peak = 0
  let tail = ''
  let loaded

  async function start() {
    child = fork(worker, [folder], {
      execArgv: ['--expose-gc', `--max-old-space-size=${heapLimit}`],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    tail = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (tail = `${tail}${data}`.slice(-2000)))
    await once(child, 'message')
  }

  /** Answers `{ failures, memory? }` or `{ input }`; `limit` in milliseconds, in which a kind's corpus need not be loaded. */
  async function run(job, limit) {
    if (!child) await start()
    if (loaded !== job.kind) {
      const { failures } = await ask({ kind: job.kind, loading: true }, loadingLimit)
      if (failures) throw new Error(`${job.kind} cannot be loaded: ${failures[0].detail}`)
      loaded = job.kind
    }
    return ask(job, limit)
  }

  async function ask(job, limit) {
    const mine = child
    let killedFor
    const kill = reason => {
      killedFor ??= reason
      mine.kill('SIGKILL')
    }
    const started = performance.now()
    const before = usage(mine.pid)
    const watch = setInterval(() => {
      const { bytes, time } = usage(mine.pid)
      peak = Math.max(peak, bytes)
      if (bytes > residentLimit) kill({ code: 'memory', frame: '', detail: `more than ${residentLimit / 2 ** 30} GB` })
      const waited = performance.now() - started
      if (time - before.time > limit || waited > patience * limit)
        kill({ code: 'hang', frame: '', detail: `no end within ${limit / 1000} s` })
    }, 100)
    try {
      return await new Promise(resolve => {
        mine.removeAllListeners('message').once('message', resolve)
        mine.removeAllListeners('exit').once('exit', (code, signal) => {
          child = undefined
          loaded = undefined
          const died = {
            code: `died ${signal ?? code}`,
            frame: /FATAL ERROR: [^\n]*/.exec(tail)?.[0] ?? '',
            detail: tail,
          }
          resolve({ failures: [killedFor ?? died] })
        })
        mine.send(job)
      })
    } finally {
      clearInterval(watch)
    }
  }

  return {
    run,
    /** The most memory that it was seen to hold (bytes). */
    peak: () => peak,
    async close() {
      const ended = child && once(child, 'exit')
      child?.disconnect()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a process holds (bytes) and has used of the processor (milliseconds); zeros where the system does not tell. */
function usage(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Counted from behind the name of the program, in hundredths of a second and pages.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { bytes: Number(fields[21]) * 4096, time: 10 * (Number(fields[11]) + Number(fields[12])) }
  } catch {
    return { bytes: 0, time: 0 }
  }
}
