/** The process that `forkReplayProcess` forks. It ends with the process that forked it. */
import { Worker } from 'node:worker_threads'
import type { FilePath } from '@tripline/files'
import { databasesByLogs, loadDriver } from '@tripline/kql/engine'
import { keepCode } from './process/cached-chunks.ts'
import { collectEarly } from './process/collect-early.ts'
import { optimizeLater } from './process/optimize-later.ts'
import type { LocalReplay } from './test/jobs/local-replay.ts'
import { outbox } from './test/jobs/outbox.ts'
import { packer } from './test/jobs/packed-spans.ts'
import type { FromProcess, ToProcess } from './test/jobs/process-message.ts'
import { replayInTurn } from './test/jobs/replay-in-turn.ts'
import type { ReplayWorld } from './test/jobs/suite-order.ts'

const end = () => process.kill(process.pid, 'SIGKILL')

/**
 * Where this thread hangs, it does not learn that it is alone. Another notices that the process has a new parent; Windows has no
 * such thing. Starting it takes a tenth of the time of a short test, so it starts when the process has run for longer.
 */
const watchParent = () => {
  const watch = `setInterval(() => process.ppid === ${parent} || process.kill(process.pid, 'SIGKILL'), 500)`
  new Worker(watch, { eval: true, execArgv: [], stdout: true, stderr: true })
}
const parent = process.ppid
setTimeout(watchParent, 500)
process.on('disconnect', end)
// A terminal sends its signals to all processes; the first one decides.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

const pack = packer()
const send = (messages: readonly FromProcess[], sent?: () => void) =>
  process.send!(pack(messages), undefined, undefined, sent)
const held = outbox(send)
process.on('uncaughtException', error => {
  held.flush()
  send([{ kind: 'fault', reason: String(error) }], end)
})

setInterval(held.flush, 100)
setInterval(() => send([{ kind: 'alive' }]), 1_000)

const databases = databasesByLogs()
// Most cases are replayed on a database without logs, which a thread opens while this one loads the rest. If it cannot be opened,
// whoever needs it has the reason.
const opening = loadDriver().then(() => void databases.over().catch(() => {}))
const loading = opening.catch(() => {}).then(() => import('./test/jobs/local-replay.ts'))

/** Node loads it when it is first named. */
const { performance } = globalThis

/** The variable that `os.tmpdir()` reads first. */
const temporary = process.platform === 'win32' ? 'TEMP' : 'TMPDIR'

let replaying: Promise<LocalReplay>
let hasFailed = false
let hasOrders = false
const started = (world: ReplayWorld) => {
  // What this process leaves behind ends with the folder.
  process.env[temporary] = world.logFolder
  const isOver = () => world.bail === true && hasFailed
  replaying = loading.then(({ localReplay }) => {
    // The modules of Node are loaded by now.
    optimizeLater()
    collectEarly()
    return localReplay(world, () => performance.now(), isOver, undefined, databases)
  })
}

/** Whoever compiles has the reason if something cannot be loaded. */
async function prepare(): Promise<void> {
  await (await replaying).prepare(() => hasOrders).catch(() => {})
}

const replayAll = replayInTurn(held, async (order, { started, ended }) => {
  const { diagnostics } = await (await replaying).replay(order, {
    started,
    ended(report) {
      hasFailed ||= report.status !== 'passed'
      ended(report)
    },
  })
  // By now it has all that a replay calls, and once this order is done, the process may be ended at any time.
  keepCode()
  return diagnostics
})

async function mutate(files: readonly FilePath[]): Promise<void> {
  send([{ kind: 'scored', score: await (await replaying).mutate(files) }])
}

process.on('message', (message: ToProcess) => {
  if (message.kind === 'world') started(message.world)
  else if (message.kind === 'prepare') void prepare()
  else if (message.kind === 'mutate') void mutate(message.files)
  else {
    hasOrders = true
    replayAll(message.orders, message.tellsAll)
  }
})
