import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('worker.mjs', import.meta.url))
const running = new Set()

process.on('exit', () => {
  for (const child of running) end(child)
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(2))

/** Kills a worker and its process group. */
function end(child) {
  if (!running.delete(child)) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** A worker process, started by its first job; one job at a time. */
export function openWorker() {
  let child
  let reply = () => {}
  const close = () => {
    if (child) end(child)
    child = undefined
  }
  const start = () => {
    const started = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], detached: true })
    running.add(started)
    started.on('message', answer => reply(answer))
    started.on('exit', () => {
      if (started !== child) return
      close()
      reply({ killedBy: 'the end of its process' })
    })
    return started
  }
  return {
    close,
    /** The job's answer, or `{ killedBy }` if there is none within `limit` milliseconds. */
    ask: (job, limit) =>
      new Promise(resolve => {
        const timer = setTimeout(() => {
          close()
          resolve({ killedBy: 'the time limit' })
        }, limit)
        reply = answer => {
          clearTimeout(timer)
          resolve(answer)
        }
        child ??= start()
        child.send(job)
      }),
  }
}
