import type { Engine, RunAnswer } from '@tripline/kql/engine'
import type { TimedQuery } from '../run/run-rule.ts'
import type { ScheduledRun } from '../run/scheduled-run.ts'

/** Answers the query of runs, in their order. */
export type AnswerRuns = (query: TimedQuery, runs: readonly ScheduledRun[]) => AsyncIterable<RunAnswer>

/** One query per run. */
export const tickByTick = (engine: Pick<Engine, 'run'>): AnswerRuns =>
  async function* ({ kql, timeout }, runs) {
    for (const { at, window } of runs) yield engine.run({ kql, now: at, window, timeout })
  }

/** One query for many runs, where that gives the same answers, and one per run elsewhere. */
export const inSweeps = (engine: Pick<Engine, 'run' | 'sweep'>): AnswerRuns =>
  async function* (query, runs) {
    const answers = await engine.sweep({ ...query, runs: runs.map(({ at, window }) => ({ now: at, window })) })
    yield* answers ?? tickByTick(engine)(query, runs)
  }

/** One query per run, of which several are asked at once. */
export const severalAtOnce = (engine: Pick<Engine, 'run'>, most: number): AnswerRuns =>
  async function* ({ kql, timeout }, runs) {
    const asked: Promise<RunAnswer>[] = []
    for (const { at, window } of runs) {
      asked.push(engine.run({ kql, now: at, window, timeout }))
      if (asked.length >= most) yield asked.shift()!
    }
    yield* asked
  }
