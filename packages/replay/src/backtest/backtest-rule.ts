import { type Diagnostic, isError } from '@tripline/diagnostics'
import type { RunAnswer } from '@tripline/kql/engine'
import type { AlertingRule } from '@tripline/rules'
import type { Entity } from '../alert/entity.ts'
import { entityJson } from '../report/alert-json.ts'
import { answeredRun, type TimedQuery } from '../run/run-rule.ts'
import { suppressed } from '../run/scheduled-run.ts'
import type { AnswerRuns } from './answer-runs.ts'
import { type DayRange, type DayRuns, runsByDay } from './runs-by-day.ts'

export interface RunCount {
  readonly runs: number
  readonly alerts: number
}

/** What a rule would have done in a day. */
export interface BacktestDay extends RunCount {
  /** In UTC: `2026-03-01`. */
  readonly day: string
  /** Runs that suppression skips, and what they would have raised. They are not among the others. */
  readonly suppressed: RunCount
  /** In how many alerts each entity is, by its JSON. */
  readonly entities: ReadonlyMap<string, number>
  /** The tables whose rows the query reads. */
  readonly tables: readonly string[]
  /** The last run so far that raised alerts (ticks). */
  readonly firedAt?: bigint
  /** The run that failed (ticks), after which the day ended. */
  readonly failedAt?: bigint
  /** Each once. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Days of fewer runs are asked together: a sweep costs nearly the same for one day as for several. */
const runsTogether = 288

/** The days of a rule over history, on its own schedule, one after the other. `kept`: the first of them may be known already. */
export async function* backtestRule(
  rule: AlertingRule,
  query: TimedQuery,
  range: DayRange,
  answers: AnswerRuns,
  kept: Pick<ReadonlyMap<string, BacktestDay>, 'get'> = new Map(),
): AsyncGenerator<BacktestDay> {
  const days = [...runsByDay(rule, range)]
  let firedAt: bigint | undefined
  let next = 0
  for (; next < days.length; next++) {
    const known = kept.get(days[next]!.day)
    // What suppression skips depends on the days before.
    if (!known) break
    firedAt = known.firedAt
    yield known
  }
  while (next < days.length) {
    const together = firstDays(days.slice(next))
    const runs = together.flatMap(day => day.runs)
    const answered = answers(query, runs)[Symbol.asyncIterator]()
    try {
      for (const dayRuns of together) {
        const day = await backtestDay(rule, query, dayRuns, answered, firedAt)
        firedAt = day.firedAt
        next += 1
        yield day
        // The others are asked anew, without the rest of this day.
        if (day.failedAt !== undefined) break
      }
    } finally {
      await answered.return?.()
    }
  }
}

/** The first of the days that are asked together, at least one. */
function firstDays(days: readonly DayRuns[]): readonly DayRuns[] {
  let runs = 0
  const past = days.findIndex((day, index) => {
    runs += day.runs.length
    return index > 0 && runs > runsTogether
  })
  return past < 0 ? days : days.slice(0, past)
}

/** `answers`: those of the day come next. */
async function backtestDay(
  rule: AlertingRule,
  query: TimedQuery,
  { day, runs }: DayRuns,
  answers: AsyncIterator<RunAnswer>,
  firedBefore: bigint | undefined,
): Promise<BacktestDay> {
  const counts = { done: { runs: 0, alerts: 0 }, suppressed: { runs: 0, alerts: 0 } }
  const entities = new Map<Entity, number>()
  const tables = new Set<string>()
  const diagnostics = new Map<string, Diagnostic>()
  let firedAt = firedBefore
  let failedAt: bigint | undefined
  for (const scheduled of runs) {
    const { value: answer } = await answers.next()
    const run = answeredRun(rule, query.kql, scheduled, answer)
    for (const found of run.diagnostics) diagnostics.set(`${found.id} ${found.message}`, found)
    if (!run.value) {
      failedAt = scheduled.at
      break
    }
    for (const table of run.value.tables) tables.add(table)
    const { alerts } = run.value
    const isSuppressed = suppressed(rule, scheduled.at, firedAt)
    const count = isSuppressed ? counts.suppressed : counts.done
    count.runs += 1
    count.alerts += alerts.length
    if (isSuppressed || alerts.length === 0) continue
    firedAt = scheduled.at
    for (const entity of alerts.flatMap(alert => alert.entities)) add(entities, entity, 1)
  }
  return {
    day,
    ...counts.done,
    suppressed: counts.suppressed,
    entities: byJson(entities),
    tables: [...tables],
    ...(firedAt !== undefined && { firedAt }),
    ...(failedAt !== undefined && { failedAt }),
    diagnostics: failedAt !== undefined ? [...diagnostics.values()].filter(isError) : [...diagnostics.values()],
  }
}

/** Runs share entities, but not all that are equal. */
function byJson(entities: ReadonlyMap<Entity, number>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const [entity, count] of entities) add(counts, JSON.stringify(entityJson(entity)), count)
  return counts
}

const add = <Key>(counts: Map<Key, number>, key: Key, count: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + count)
}
