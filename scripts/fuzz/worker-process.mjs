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

/** A worker that is started anew after an input ended it: by taking too long, too much memory, or by a crash. */
export function openWorker() {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-fuzz-'))
  let child
  let peak = 0
  let tail = ''

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

  /** Answers `{ failures, memory? }` or `{ input }`; `limit` in milliseconds. */
  async function run(job, limit) {
    if (!child) await start()
    const mine = child
    let killedFor
    const kill = reason => {
      killedFor ??= reason
      mine.kill('SIGKILL')
    }
    const clock = setTimeout(() => kill({ code: 'hang', frame: '', detail: `no end within ${limit / 1000} s` }), limit)
    const watch = setInterval(() => {
      const bytes = residentBytes(mine.pid)
      peak = Math.max(peak, bytes)
      if (bytes > residentLimit) kill({ code: 'memory', frame: '', detail: `more than ${residentLimit / 2 ** 30} GB` })
    }, 250)
    try {
      return await new Promise(resolve => {
        mine.removeAllListeners('message').once('message', resolve)
        mine.removeAllListeners('exit').once('exit', (code, signal) => {
          child = undefined
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
      clearTimeout(clock)
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

/** Where the system does not tell, 0. */
function residentBytes(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096
  } catch {
    return 0
  }
}
