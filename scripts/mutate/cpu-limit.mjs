// Preloaded into each Vitest process: a thread that ends the process once it has used up its processor time.
// A wall clock would mistake a busy machine for a hanging test.
import { isMainThread, Worker } from 'node:worker_threads'

const limit = Number(process.env.MUTATE_CPU_SECONDS)

const watch = `
  setInterval(() => {
    const { user, system } = process.cpuUsage()
    if (user + system > ${limit * 1e6}) process.kill(process.pid, 'SIGKILL')
  }, 500)
`

if (isMainThread && limit > 0) new Worker(watch, { eval: true, execArgv: [] }).unref()
