import type { ArmAnswer, LogsTable, Queries } from '@tripline/azure'
import type { Gap, RecordedChange, RuleRuns } from '@tripline/evidence'

/** What Sentinel has recorded about its rules. */
export interface Health {
  readonly runs?: readonly RuleRuns[]
  readonly changes?: readonly RecordedChange[]
  readonly gaps: readonly Gap[]
}

interface Days {
  readonly from: string
  readonly to: string
}

const inPeriod = ({ from, to }: Days): string =>
  `where TimeGenerated >= datetime(${from}) and TimeGenerated < datetime(${to}) + 1d | where SentinelResourceType startswith "Analytic"`

/** Runs of each rule, and the longest time without one between two of them. */
const runsQuery = (days: Days): string => `_SentinelHealth()
| ${inPeriod(days)}
| project TimeGenerated, Id = tostring(split(SentinelResourceId, "/")[-1]), Name = SentinelResourceName, Status
| order by Id asc, TimeGenerated asc
| extend Pause = iff(prev(Id) == Id, TimeGenerated - prev(TimeGenerated), 0s)
| summarize Name = take_any(Name), Runs = count(), NotSuccessful = countif(Status != "Success"), First = min(TimeGenerated), Last = max(TimeGenerated), LongestPause = max(Pause) by Id
| project Id, Name, Runs, NotSuccessful, First = tostring(First), Last = tostring(Last), PauseMinutes = LongestPause / 1m
| order by Id asc`

const changesQuery = (days: Days): string => `_SentinelAudit()
| ${inPeriod(days)}
| project At = tostring(TimeGenerated), Id = tostring(split(SentinelResourceId, "/")[-1]), Name = SentinelResourceName, Operation = OperationName, Status, By = tostring(ExtendedProperties.CallerName)
| order by At asc`

/** Asks for what the workspace still has of a period. Where it records nothing, that is a gap. */
export async function readHealth(queries: Queries, days: Days): Promise<Health> {
  const health = await queries.run({ kql: runsQuery(days) })
  const audit = await queries.run({ kql: changesQuery(days) })
  return {
    // No rows at all say nothing about rules that did not run.
    ...(health.ok && health.value.rows.length > 0 && { runs: recordsIn(health.value).map(runsOf) }),
    ...(audit.ok && { changes: recordsIn(audit.value).map(changeOf) }),
    gaps: [...gapsIn('_SentinelHealth()', health), ...gapsIn('_SentinelAudit()', audit)],
  }
}

function gapsIn(what: string, answer: ArmAnswer<LogsTable>): readonly Gap[] {
  if (!answer.ok) {
    const { code, message } = answer.error
    return [{ what, reason: `${code}: ${message}`, isFailure: true }]
  }
  if (answer.value.rows.length > 0) return []
  const reason = 'it has no rows about analytics rules in the period; health monitoring may be off'
  return [{ what, reason, isFailure: false }]
}

type Cells = Readonly<Record<string, unknown>>

const recordsIn = ({ columns, rows }: LogsTable): readonly Cells[] =>
  rows.map(row => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])))

const runsOf = ({ Id, Name, Runs, NotSuccessful, First, Last, PauseMinutes }: Cells): RuleRuns => ({
  id: String(Id),
  name: String(Name),
  runs: Number(Runs),
  notSuccessful: Number(NotSuccessful),
  first: String(First),
  last: String(Last),
  longestPause: Number(PauseMinutes),
})

const changeOf = ({ At, Id, Name, Operation, Status, By }: Cells): RecordedChange => ({
  at: String(At),
  id: String(Id),
  name: String(Name),
  operation: String(Operation),
  status: String(Status),
  by: String(By),
})
