import { inside } from '@tripline/files'
import type { CaseReport } from '@tripline/replay'
import { describe, expect, test } from 'vitest'
import { outbox } from '../src/test/jobs/outbox.ts'
import type { FromProcess } from '../src/test/jobs/process-message.ts'
import type { Containment } from '../src/test/jobs/replay-contained.ts'
import { replayInProcesses } from '../src/test/jobs/replay-in-processes.ts'
import type { Attempt, ProcessObserver, ReplayProcess } from '../src/test/jobs/start-replay-process.ts'
import type { SuiteOrder } from '../src/test/jobs/suite-order.ts'

/**
 * What happens to a case: it passes after that many turns of the event loop, or after its start was reported (`is long`), or
 * its process does not survive it. It takes almost twice the time in which a process must respond (`responds`, `is silent`).
 */
type Fate = number | Attempt | 'hangs' | 'blocks' | 'responds' | 'is silent' | 'is long'

const file = { path: 'a.test.yaml', text: '- name: a\n- name: b\n' }
const identity = (name: string) => ({ rule: 'a.yaml', case: name, span: { file, start: 8, end: 9 } })
const passed = (name: string): CaseReport => ({
  ...identity(name),
  status: 'passed',
  kept: false,
  ms: 1,
  alerts: [],
  incidents: [],
  differences: [],
  diff: [],
  silence: [],
  diagnostics: [],
})
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

/** Whether a process says which case is running before its fate: while it waits, and when it meets a fault. */
const isTold = (fate: Fate) =>
  fate === 'hangs' || fate === 'is long' || (typeof fate === 'object' && fate.kind === 'fault')

/** Of a query, in milliseconds. */
const timeout = 30_000

/** Replays files of cases with these fates. All alarms ring when a case hangs, and only the earliest when its process blocks. */
async function replay(
  files: Readonly<Record<string, Readonly<Record<string, Fate>>>>,
  {
    jobs = 2,
    broken = [] as readonly string[],
    killed = new Set<string>(),
    isOver = (_: readonly CaseReport[]): boolean => false,
  } = {},
) {
  const seen = { started: 0, running: 0, most: 0, alive: 0, replays: [] as string[] }
  let now = 0
  const alarms = new Map<() => void, number>()
  const pass = (milliseconds: number) => {
    now += milliseconds
    for (const [ring, at] of alarms) if (at <= now && alarms.delete(ring)) ring()
  }
  const start = (): ReplayProcess => {
    seen.started++
    seen.alive++
    let ended = false
    return {
      prepare: () => undefined,
      mutate: async () => undefined,
      async replay({ file: { path }, except }: SuiteOrder, tellsAll: boolean, observer: ProcessObserver) {
        const held = outbox(messages => {
          for (const message of messages) {
            if (message.kind === 'started') observer.started(message.identity)
            else if (message.kind === 'ended') observer.ended(message.report)
          }
        })
        const tell = (message: FromProcess) => {
          held.add(message)
          if (tellsAll) held.flush()
        }
        seen.running++
        seen.most = Math.max(seen.most, seen.running)
        try {
          if (broken.includes(path)) return { kind: 'ended', how: 'was ended by SIGSEGV' }
          for (const [name, fate] of Object.entries(files[path]!)) {
            if (except.has(name)) continue
            seen.replays.push(`${path} ${name}`)
            tell({ kind: 'started', identity: identity(name) })
            if (isTold(fate)) held.flush()
            if (killed.delete(name)) return { kind: 'ended', how: 'was killed' }
            if (fate === 'hangs' || fate === 'blocks') {
              const until = fate === 'hangs' ? Math.max(...alarms.values()) : Math.min(...alarms.values())
              setImmediate(() => pass(until - now))
              return await new Promise<Attempt>(() => {})
            }
            if (typeof fate === 'object') return fate
            if (fate === 'responds' || fate === 'is silent') {
              const most = Math.min(...alarms.values()) - now
              pass(most - 1)
              if (fate === 'responds') observer.alive()
              pass(most - 1)
              await turns(1)
              if (ended) return await new Promise<Attempt>(() => {})
            } else if (typeof fate === 'number') await turns(fate)
            tell({ kind: 'ended', report: passed(name) })
          }
          held.flush()
          return { kind: 'done', diagnostics: [] }
        } finally {
          seen.running--
        }
      },
      async end() {
        if (!ended) seen.alive--
        ended = true
      },
    }
  }
  const after = (milliseconds: number, ring: () => void) => {
    alarms.set(ring, now + milliseconds)
    return () => alarms.delete(ring)
  }
  const all: CaseReport[] = []
  const containment: Containment = {
    timeout,
    after,
    stopwatch: () => now,
    onCase: report => all.push(report),
    isOver: () => isOver(all),
  }
  const orders = Object.keys(files).map(path => ({ file: inside('.', path), except: new Set<string>() }))
  const reports = await replayInProcesses(orders, jobs, start, containment)
  return {
    ...seen,
    ends: all.map(report => report.case),
    reports: reports.map(report => report.cases.map(one => `${one.case} ${one.status}`)),
    full: reports,
  }
}

describe('test files replayed in processes', () => {
  test('are reported in their order, however they end', async () => {
    const { reports, ends, most } = await replay({ a: { slow: 9 }, b: { quick: 1 }, c: { last: 1 } })
    expect(reports).toEqual([['slow passed'], ['quick passed'], ['last passed']])
    expect(ends).toEqual(['quick', 'last', 'slow'])
    expect(most).toBe(2)
  })

  test('need no more processes than there are files, and leave none', async () => {
    const { started, alive } = await replay({ a: { x: 1 }, b: { y: 1 } }, { jobs: 8 })
    expect({ started, alive }).toEqual({ started: 2, alive: 0 })
  })

  test.each<[string, Fate, string, string]>([
    ['hangs', 'hangs', 'case-too-large', 'the case takes longer than 20 times --timeout'],
    // Its time limit, and what compiling the query may take.
    ['blocks its process', 'blocks', 'case-ended', 'did not respond for 60 s'],
    ['ends its process', { kind: 'ended', how: 'ran out of memory' }, 'case-ended', 'ran out of memory'],
    ['meets a fault of ours', { kind: 'fault', reason: 'TypeError: x' }, 'case-fault', 'TypeError: x'],
  ])('a case that %s is an error, the others are reported once', async (_, fate, id, text) => {
    const { reports, replays, ends, full, started, alive } = await replay(
      { a: { before: 1, lost: fate, after: 1 }, b: { other: 1 } },
      { jobs: 1 },
    )
    expect(reports).toEqual([['before passed', 'lost error', 'after passed'], ['other passed']])
    expect(ends).toEqual(['before', 'lost', 'after', 'other'])
    // If it is not known which case was running, none is blamed yet.
    const again = isTold(fate) ? [] : ['a before', 'a lost']
    expect(replays).toEqual(['a before', 'a lost', ...again, 'a after', 'b other'])
    const { diagnostics, span } = full[0]!.cases[1]!
    expect(diagnostics).toMatchObject([{ id, severity: 'error', span }])
    expect(diagnostics[0]!.message).toContain(text)
    expect({ started, alive }).toEqual({ started: isTold(fate) ? 2 : 3, alive: 0 })
  })

  // The last is lost while the process holds back its start, after the start of an earlier one was told.
  test.each([
    ['long', 'quick', 'lost'],
    ['quick', 'long', 'lost'],
    ['quick', 'long', 'quick too', 'lost'],
    ['long', 'long too', 'lost'],
  ])(
    'the case that ends its process is the one that is lost, whatever was told before: %s, %s, …',
    async (...names) => {
      const fates = { quick: 1, long: 'is long', lost: { kind: 'ended', how: 'x' } } as const
      const cases = Object.fromEntries(names.map(name => [name, fates[name.split(' ')[0] as keyof typeof fates]]))
      const { reports, ends } = await replay({ a: { ...cases, after: 1 } })
      expect(ends).toEqual([...names, 'after'])
      expect(reports[0]).toEqual([...names.slice(0, -1).map(name => `${name} passed`), 'lost error', 'after passed'])
    },
  )

  test('a process that ends for no reason of its cases costs none of them', async () => {
    const cases = { a: { before: 1, x: 1, after: 1 } }
    const { reports, started } = await replay(cases, { killed: new Set(['x']) })
    expect({ reports, started }).toEqual({ reports: [['before passed', 'x passed', 'after passed']], started: 2 })
  })

  test('nothing is replayed after a lost case that is to be the last', async () => {
    const { reports, replays, alive } = await replay(
      { a: { lost: 'hangs', after: 1 }, b: { other: 1 } },
      { jobs: 1, isOver: cases => cases.some(({ status }) => status === 'error') },
    )
    expect(reports).toEqual([['lost error'], []])
    expect({ replays, alive }).toEqual({ replays: ['a lost'], alive: 0 })
  })

  test('a process that responds may take longer than one that does not', async () => {
    const reports = async (fate: Fate) => (await replay({ a: { x: fate } })).reports
    expect(await reports('responds')).toEqual([['x passed']])
    expect(await reports('is silent')).toEqual([['x error']])
  })

  test('a file during whose reading the process ends is reported itself', async () => {
    const { full } = await replay({ a: { x: 1 }, b: { y: 1 } }, { broken: ['a'] })
    expect(full[0]).toMatchObject({ cases: [], diagnostics: [{ id: 'case-ended', span: { file: { path: 'a' } } }] })
    expect(full[1]!.cases).toHaveLength(1)
  })
})
