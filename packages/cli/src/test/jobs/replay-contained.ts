import { budgets } from '@tripline/budgets'
import { type Diagnostic, type Span, startOf } from '@tripline/diagnostics'
import { type CaseIdentity, type CaseReport, caseNotRun, replayReport, type SuiteReport } from '@tripline/replay'
import type { Attempt, ProcessObserver, ReplayProcess } from './start-replay-process.ts'
import type { SuiteOrder } from './suite-order.ts'

export interface Containment {
  /** Milliseconds that a query may take. */
  readonly timeout: number
  /** Calls `ring` after that many milliseconds; the result cancels it. */
  readonly after: (milliseconds: number, ring: () => void) => () => void
  /** Milliseconds of any origin. */
  readonly stopwatch: () => number
  readonly onCase?: ((report: CaseReport) => void) | undefined
  /** Whether the files that are left are not to be replayed. */
  readonly isOver?: (() => boolean) | undefined
}

/** What a case may take besides its runs, to load and to compile (milliseconds). */
const preparation = 60_000

/** What a process may be busy with without a pause, besides a JavaScript function of a query: to compile one (milliseconds). */
const compilation = 30_000

/**
 * Replays a test file in another process. A case that hangs, or that the process does not survive, is an error; the cases after
 * it are replayed in the replacement of the process. If nobody knows which case was running, the replacement replays all that have
 * not been reported, and tells of each at once. `following`: the orders whose turn comes next on the same process.
 */
export async function replayContained(
  order: SuiteOrder,
  following: readonly SuiteOrder[],
  process: ReplayProcess,
  replacement: () => Promise<ReplayProcess>,
  { timeout, onCase, isOver, ...clock }: Containment,
): Promise<SuiteReport> {
  const { file } = order
  const cases: CaseReport[] = []
  const ended = (report: CaseReport) => {
    cases.push(report)
    onCase?.(report)
  }
  const limits = {
    // The case checks its budget between two runs.
    case: (budgets['case-time'].limit + 2) * timeout + preparation,
    response: timeout + compilation,
  }
  const left = (): SuiteOrder => ({ file, except: new Set([...order.except, ...cases.map(report => report.case)]) })
  let tellsAll = false
  for (let current = { process, order }; ; current = { process: await replacement(), order: left() }) {
    const replay: Replay = observer =>
      current.process.replay(current.order, tellsAll, observer, tellsAll ? [] : following)
    const { outcome, running } = await attempt(replay, ended, limits, clock)
    if (outcome.kind === 'done') return { cases, diagnostics: outcome.diagnostics }
    if (!running && !tellsAll) {
      tellsAll = true
      continue
    }
    const reason = reasonAt(running?.span ?? startOf({ path: file.path, text: '' }), outcome)
    if (running) ended(caseNotRun(running, [reason]))
    if (!running || isOver?.()) {
      await replacement()
      return { cases, diagnostics: running ? [] : [reason] }
    }
  }
}

type Outcome = Attempt | { readonly kind: 'overdue' } | { readonly kind: 'unresponsive'; readonly limit: number }

/** Milliseconds. */
interface Limits {
  readonly case: number
  /** Until a process that says nothing counts as one that hangs. */
  readonly response: number
}

type Clock = Pick<Containment, 'after' | 'stopwatch'>

type Replay = (observer: ProcessObserver) => Promise<Attempt>

/** Replays what is left of a test file. Returns how that ended, and the case that was running then. */
async function attempt(
  replay: Replay,
  onEnd: (report: CaseReport) => void,
  limits: Limits,
  clock: Clock,
): Promise<{ readonly outcome: Outcome; readonly running: CaseIdentity | undefined }> {
  let running: CaseIdentity | undefined
  const overdue = alarm(limits.case, clock)
  const unresponsive = alarm(limits.response, clock)
  const postpone = () => {
    overdue.postpone()
    unresponsive.postpone()
  }
  const replayed = replay({
    alive: unresponsive.postpone,
    started(identity) {
      running = identity
      postpone()
    },
    ended(report) {
      running = undefined
      postpone()
      onEnd(report)
    },
  })
  const outcome = await Promise.race<Outcome>([
    replayed,
    overdue.rung.then(() => ({ kind: 'overdue' })),
    unresponsive.rung.then(() => ({ kind: 'unresponsive', limit: limits.response })),
  ])
  overdue.cancel()
  unresponsive.cancel()
  return { outcome, running }
}

interface Alarm {
  readonly rung: Promise<void>
  readonly postpone: () => void
  readonly cancel: () => void
}

/** Rings once it has not been postponed for that many milliseconds. Few alarms ring, so a timer is set again when it has run out. */
function alarm(milliseconds: number, { after, stopwatch }: Clock): Alarm {
  let since = stopwatch()
  let cancel = (): void => {}
  const rung = new Promise<void>(ring => {
    const wait = (left: number) => {
      cancel = after(left, () => {
        const more = since + milliseconds - stopwatch()
        if (more > 0) wait(more)
        else ring()
      })
    }
    wait(milliseconds)
  })
  return {
    rung,
    postpone() {
      since = stopwatch()
    },
    cancel: () => cancel(),
  }
}

function reasonAt(span: Span, outcome: Exclude<Outcome, { kind: 'done' }>): Diagnostic {
  if (outcome.kind === 'overdue') return replayReport['case-too-large'](span, 'case-time')
  if (outcome.kind === 'unresponsive') {
    return replayReport['case-ended'](span, `did not respond for ${outcome.limit / 1_000} s`)
  }
  if (outcome.kind === 'fault') return replayReport['case-fault'](span, outcome.reason)
  return replayReport['case-ended'](span, outcome.how)
}
