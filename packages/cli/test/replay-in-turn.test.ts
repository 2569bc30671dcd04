import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { inside } from '@tripline/files'
import type { CaseReport } from '@tripline/replay'
import { expect, test } from 'vitest'
import type { ForkedProcess } from '../src/fork-replay-process.ts'
import { outbox } from '../src/test/jobs/outbox.ts'
import { packer } from '../src/test/jobs/packed-spans.ts'
import { ordersAtOnce, type ToProcess } from '../src/test/jobs/process-message.ts'
import { replayInProcesses } from '../src/test/jobs/replay-in-processes.ts'
import { replayInTurn } from '../src/test/jobs/replay-in-turn.ts'
import { startReplayProcess } from '../src/test/jobs/start-replay-process.ts'
import type { ReplayWorld, SuiteOrder } from '../src/test/jobs/suite-order.ts'

const names = ['first', 'second']
const empty = { alerts: [], incidents: [], differences: [], diff: [], silence: [], diagnostics: [] }

interface Seen {
  orders: number[]
  messages: number
}

/** A process in which these cases are lost, and which tells what it knows of the case that runs whenever `isDue`. */
function fork(lost: ReadonlySet<string>, isDue: () => boolean, seen: Seen): ForkedProcess {
  const events = new EventEmitter()
  const pack = packer()
  let die: (how: string) => void
  let isGone = false
  const ended = new Promise<string>(resolve => {
    die = resolve
  })
  const later = (step: () => void) => void setImmediate(step)
  const held = outbox(messages => {
    if (isGone) return
    seen.messages++
    const packed = pack(messages)
    later(() => events.emit('message', packed))
  })
  const replay = replayInTurn(held, async ({ file, except }, observer) => {
    for (const name of names) {
      if (except.has(name)) continue
      const identity = { rule: file.path, case: name, span: { file: { path: file.path, text: '' }, start: 0, end: 0 } }
      observer.started(identity)
      if (isDue()) held.flush()
      await new Promise(setImmediate)
      if (lost.has(`${file.path} ${name}`)) {
        isGone = true
        later(() => die('was ended by SIGSEGV'))
      }
      if (isGone) return new Promise(() => {})
      observer.ended({ ...identity, ...empty, status: 'passed', kept: false, ms: 1 })
    }
    return []
  })
  const child = Object.assign(events, {
    send(message: ToProcess) {
      if (message.kind !== 'orders') return
      seen.orders.push(message.orders.length)
      later(() => replay(message.orders, message.tellsAll))
    },
    kill() {
      isGone = true
      die('was killed')
    },
  })
  return { child: child as unknown as ChildProcess, ended, [Symbol.dispose]() {} }
}

async function replay(files: number, lost: ReadonlySet<string>, isDue = () => false) {
  const seen: Seen = { orders: [], messages: 0 }
  const ends: string[] = []
  const start = () => startReplayProcess(fork(lost, isDue, seen), {} as ReplayWorld)
  const orders = Array.from(
    { length: files },
    (_, index): SuiteOrder => ({ file: inside('.', `${index}`), except: new Set() }),
  )
  const onCase = (report: CaseReport) => ends.push(`${report.rule} ${report.case}`)
  const reports = await replayInProcesses(orders, 2, start, {
    timeout: 1,
    after: () => () => {},
    stopwatch: () => 0,
    onCase,
  })
  return {
    ...seen,
    ends,
    reports: reports.map(({ cases }) => cases.map(one => `${one.rule} ${one.case} ${one.status}`)),
  }
}

const every = (period: number) => {
  let count = 0
  return () => ++count % period === 0
}

test.each([1, 2, 3, 5, 7, 1_000])(
  'whatever a process knows and tells ahead, the case that ends it is the one that is lost, and each is reported once: %i',
  async period => {
    const lost = new Set(['0 second', '3 first', '4 first', '4 second', '17 first', '38 second', '39 second'])
    const { ends, reports } = await replay(40, lost, every(period))
    const cases = Array.from({ length: 40 }, (_, file) => names.map(name => `${file} ${name}`))
    expect(reports).toEqual(cases.map(own => own.map(name => `${name} ${lost.has(name) ? 'error' : 'passed'}`)))
    expect(ends.toSorted()).toEqual(cases.flat().toSorted())
  },
)

test('a process has its next orders before it needs them, and reports several together, but the last ones are not taken ahead', async () => {
  const { orders, messages } = await replay(100, new Set())
  expect(Math.max(...orders)).toBeGreaterThanOrEqual(ordersAtOnce)
  expect(orders.slice(-8)).toEqual(new Array(8).fill(1))
  expect(messages).toBeLessThan(60)
})
