import type { Evidence, RecordedChange, RuleInForce, RuleRuns } from '../evidence.ts'
import { csvFile } from '../file-text.ts'

/** The runs of the rules that have run, and of each enabled rule of the workspace that has not. */
export function runsOfRules(runs: readonly RuleRuns[], rules: readonly RuleInForce[]): readonly ShownRuns[] {
  const known = new Set(runs.map(({ id }) => id.toLowerCase()))
  const silent = rules.filter(
    ({ type, id, isEnabled }) => type === 'alertRules' && isEnabled && !known.has(id.toLowerCase()),
  )
  return [...runs, ...silent.map(({ id, name }) => ({ id, name, runs: 0 }))]
}

/** Of a rule without a run, nothing else is known. */
export type ShownRuns = Pick<RuleRuns, 'id' | 'name' | 'runs'> & Partial<RuleRuns>

const runsHeader = ['id', 'name', 'runs', 'notSuccessful', 'first', 'last', 'longestPauseMinutes']

/** A row per rule. */
export const runsCsv = (runs: readonly RuleRuns[], rules: readonly RuleInForce[]): string =>
  csvFile(
    runsHeader,
    runsOfRules(runs, rules).map(one => [
      one.id,
      one.name,
      one.runs,
      one.notSuccessful,
      one.first,
      one.last,
      one.longestPause,
    ]),
  )

/** Milliseconds by which the clocks of a deployment and of the workspace may differ, with the time that recording takes. */
const tolerance = 10 * 60_000

/** Whether a deployment whose journal is here changed the rule at that time. */
const isJournalled = ({ id, at }: Pick<RecordedChange, 'id' | 'at'>, journal: Evidence['journal'] = []): boolean =>
  journal.some(
    one => one.id.toLowerCase() === id.toLowerCase() && Math.abs(Date.parse(one.at) - Date.parse(at)) <= tolerance,
  )

/** A change, as the workspace or a journal of a deployment has it. */
export interface ShownChange {
  readonly at: string
  readonly source: 'workspace' | 'journal'
  readonly id: string
  readonly name: string
  readonly operation: string
  readonly result: string
  readonly by: string
  /** Whether a deployment from the folder of the project made it. */
  readonly isJournalled: boolean
}

/** What the workspace has recorded, beside what the journals of deployments have, by time. */
export function changesByTime({
  changes = [],
  journal = [],
  subject: { from, to },
}: Pick<Evidence, 'changes' | 'journal' | 'subject'>): readonly ShownChange[] {
  const own = journal.filter(({ at }) => from <= at.slice(0, 10) && at.slice(0, 10) <= to)
  const shown = [
    ...changes.map(({ status: result, ...one }): ShownChange => {
      return { ...one, source: 'workspace', result, isJournalled: isJournalled(one, journal) }
    }),
    ...own.map(({ at, type, id, action, outcome }): ShownChange => {
      const operation = `${action} ${type}`
      return { at, source: 'journal', id, name: '', operation, result: outcome, by: '', isJournalled: true }
    }),
  ]
  return shown.sort((one, other) => (one.at < other.at ? -1 : 1))
}

const changesHeader = ['at', 'source', 'id', 'name', 'operation', 'result', 'by', 'inJournal']

/** A row per change. */
export const changesCsv = (evidence: Evidence): string =>
  csvFile(
    changesHeader,
    changesByTime(evidence).map(one => [
      one.at,
      one.source,
      one.id,
      one.name,
      one.operation,
      one.result,
      one.by,
      one.isJournalled,
    ]),
  )
