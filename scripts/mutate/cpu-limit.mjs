// Loaded first into each process of Vitest: a thread that ends the process once it has used its seconds of the processor.
// A clock would take a busy machine for a test that hangs.
import { isMainThread, Worker } from 'node:worker_threads'

const limit = Number(process.env.MUTATE_CPU_SECONDS)

const watch = `
  setInterval(() => {
    const { user, system } = process.cpuUsage()
    if (user + system > ${limit * 1e6}) process.kill(process.pid, 'SIGKILL')
  }, 500)
`

if (isMainThread && limit > 0) new Worker(watch, { eval: true, execArgv: [] }).unref()
