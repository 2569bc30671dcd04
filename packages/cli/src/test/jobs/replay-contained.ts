import { budgets } from '@tripline/budgets'
import { type Diagnostic, type Span, startOf } from '@tripline/diagnostics'
import { type CaseIdentity, type CaseReport, caseNotRun, replayReport, type SuiteReport } from '@tripline/replay'
import type { Attempt, ReplayProcess } from './start-replay-process.ts'
import type { SuiteOrder } from './suite-order.ts'

export interface Containment {
  /** Milliseconds that a query may take. */
  readonly timeout: number
  /** Calls `ring` after that many milliseconds; the result cancels it. */
  readonly after: (milliseconds: number, ring: () => void) => () => void
  readonly onCase?: ((report: CaseReport) => void) | undefined
  /** Whether the files that are left are not to be replayed. */
  readonly isOver?: (() => boolean) | undefined
}

/** What a case may take besides its runs, to load and to compile (milliseconds). */
const preparation = 60_000

/**
 * Replays a test file in another process. A case that hangs, or that the process does not survive, is an error; the cases after
 * it are replayed in the replacement of the process.
 */
export async function replayContained(
  { file, except }: SuiteOrder,
  process: ReplayProcess,
  replacement: () => Promise<ReplayProcess>,
  { timeout, after, onCase }: Containment,
): Promise<SuiteReport> {
  const cases: CaseReport[] = []
  const ended = (report: CaseReport) => {
    cases.push(report)
    onCase?.(report)
  }
  // The case checks its budget between two runs.
  const limit = (budgets['case-time'].limit + 2) * timeout + preparation
  for (let current = process; ; current = await replacement()) {
    const order = { file, except: new Set([...except, ...cases.map(report => report.case)]) }
    const { outcome, running } = await attempt(order, current, ended, alarm(limit, after))
    if (outcome.kind === 'done') return { cases, diagnostics: outcome.diagnostics }
    const reason = reasonAt(running?.span ?? startOf({ path: file.path, text: '' }), outcome)
    if (running) ended(caseNotRun(running, [reason]))
    else {
      await replacement()
      return { cases, diagnostics: [reason] }
    }
  }
}

type Outcome = Attempt | { readonly kind: 'overdue' }

/** Replays what is left of a test file. Returns how that ended, and the case that was running then. */
async function attempt(
  order: SuiteOrder,
  process: ReplayProcess,
  onEnd: (report: CaseReport) => void,
  overdue: Alarm,
): Promise<{ readonly outcome: Outcome; readonly running: CaseIdentity | undefined }> {
  let running: CaseIdentity | undefined
  const replay = process.replay(order, {
    started(identity) {
      running = identity
      overdue.postpone()
    },
    ended(report) {
      running = undefined
      overdue.postpone()
      onEnd(report)
    },
  })
  const outcome = await Promise.race([replay, overdue.rung.then(() => ({ kind: 'overdue' }) as const)])
  overdue.cancel()
  return { outcome, running }
}

interface Alarm {
  readonly rung: Promise<void>
  readonly postpone: () => void
  readonly cancel: () => void
}

/** Rings once it has not been postponed for that many milliseconds. */
function alarm(milliseconds: number, after: Containment['after']): Alarm {
  let cancel = (): void => {}
  let postpone = cancel
  const rung = new Promise<void>(ring => {
    postpone = () => {
      cancel()
      cancel = after(milliseconds, ring)
    }
  })
  postpone()
  return { rung, postpone, cancel: () => cancel() }
}

function reasonAt(span: Span, outcome: Exclude<Outcome, { kind: 'done' }>): Diagnostic {
  if (outcome.kind === 'overdue') return replayReport['case-too-large'](span, 'case-time')
  if (outcome.kind === 'fault') return replayReport['case-fault'](span, outcome.reason)
  return replayReport['case-ended'](span, outcome.how)
}
