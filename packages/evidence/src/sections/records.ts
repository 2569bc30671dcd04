import type { Evidence, RecordedChange, RuleInForce, RuleRuns } from '../evidence.ts'
import { csvFile } from '../file-text.ts'

const runsHeader = ['id', 'name', 'runs', 'notSuccessful', 'first', 'last', 'longestPauseMinutes']

/** A row per rule that has run, and per enabled rule of the workspace that has not. */
export function runsCsv(runs: readonly RuleRuns[], rules: readonly RuleInForce[]): string {
  const known = new Set(runs.map(({ id }) => id.toLowerCase()))
  const silent = rules.filter(
    ({ type, id, isEnabled }) => type === 'alertRules' && isEnabled && !known.has(id.toLowerCase()),
  )
  return csvFile(runsHeader, [
    ...runs.map(one => [one.id, one.name, one.runs, one.notSuccessful, one.first, one.last, one.longestPause]),
    ...silent.map(({ id, name }) => [id, name, 0]),
  ])
}

/** Milliseconds by which the clocks of a deployment and of the workspace may differ, with the time that recording takes. */
const tolerance = 10 * 60_000

/** Whether a deployment whose journal is here changed the rule at that time. */
const isJournalled = ({ id, at }: RecordedChange, journal: Evidence['journal'] = []): boolean =>
  journal.some(
    one => one.id.toLowerCase() === id.toLowerCase() && Math.abs(Date.parse(one.at) - Date.parse(at)) <= tolerance,
  )

const changesHeader = ['at', 'source', 'id', 'name', 'operation', 'result', 'by', 'inJournal']

/** What the workspace has recorded, beside what the journals of deployments have, by time. */
export function changesCsv({ changes = [], journal = [], subject: { from, to } }: Evidence): string {
  const own = journal.filter(({ at }) => from <= at.slice(0, 10) && at.slice(0, 10) <= to)
  const rows = [
    ...changes.map(one => [
      one.at,
      'workspace',
      one.id,
      one.name,
      one.operation,
      one.status,
      one.by,
      isJournalled(one, journal),
    ]),
    ...own.map(({ at, type, id, action, outcome }) => [at, 'journal', id, '', `${action} ${type}`, outcome, '', true]),
  ]
  rows.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1))
  return csvFile(changesHeader, rows)
}
