import { counted } from '@tripline/diagnostics'
import type { Dataset, DelayedLog, Engine, RowCount, TypedTable } from '@tripline/kql/engine'
import type { AlertingRule } from '@tripline/rules'
import type { RunTrace } from './replay-rule.ts'
import { instantText, type ScheduledRun } from './scheduled-run.ts'
import { triggerText } from './trigger.ts'

/** How many rows of a table a run can see, and why not the others. */
export interface TableView extends RowCount {
  readonly table: string
}

/** What a run sees of a table. */
export function viewOf({ table, rows, ingested }: TypedTable, { window }: ScheduledRun): TableView {
  const time = table.columns.findIndex(({ name }) => name === 'TimeGenerated')
  const instant = (row: number): bigint | undefined =>
    window.by === 'ingestion' ? ingested?.[row] : ((rows[row]![time] as bigint | null | undefined) ?? undefined)
  let inWindow = 0
  let visible = 0
  for (let row = 0; row < rows.length; row++) {
    const at = instant(row)
    if (at === undefined || at < window.from || at >= window.to) continue
    inWindow += 1
    if ((ingested?.[row] ?? window.from) <= window.visibleAt) visible += 1
  }
  return { table: table.name, rows: rows.length, inWindow, visible }
}

const viewText = ({ table, rows, inWindow, visible }: TableView): string =>
  `${table} ${inWindow} of ${rows} rows in the window${visible < inWindow ? `, ${visible} arrived in time` : ''}`

/** Limit on rows examined to describe runs: about a second. */
const mostLooks = 20_000_000

const hasFired = (run: RunTrace): boolean => run.kind === 'ran' && run.alerts > 0

/** Why runs raised nothing, as `describeRuns` says it; nothing about those that raised alerts. */
export const explainSilence = (
  rule: AlertingRule,
  runs: readonly RunTrace[],
  dataset: Dataset,
  engine: Pick<Engine, 'countRows'>,
): Promise<readonly string[]> => describeRuns(rule, runs, dataset, engine, run => !hasFired(run))

/**
 * What runs saw and did, one line each: how many rows of each table were in the window, how many rows the query returned, and
 * how many alerts that raised, or how many rows the trigger needs. Consecutive runs with the same description share a line.
 */
export async function describeRuns(
  rule: AlertingRule,
  runs: readonly RunTrace[],
  { tables, logs = [] }: Dataset,
  engine: Pick<Engine, 'countRows'>,
  isWanted: (run: RunTrace) => boolean = () => true,
): Promise<readonly string[]> {
  const lines: { from: bigint; to: bigint; text: string | undefined }[] = []
  const rows = [...tables, ...logs.flatMap(({ parts }) => parts)].reduce((sum, part) => sum + rowCount(part), 0)
  const viewsAt = async (scheduled: ScheduledRun): Promise<readonly TableView[]> => {
    const views = tables.map(table => viewOf(table, scheduled))
    for (const { table } of logs) {
      views.push({ table: table.name, ...(await engine.countRows(table.name, scheduled.window)) })
    }
    return views
  }
  const explained = runs.slice(0, Math.max(1, Math.floor(mostLooks / Math.max(1, rows))))
  for (const run of explained) {
    const { at } = run.scheduled
    const text = isWanted(run) ? await runText(rule, run, viewsAt) : undefined
    const last = lines.at(-1)
    if (last && last.text === text) last.to = at
    else lines.push({ from: at, to: at, text })
  }
  const left = runs.length - explained.length
  return [
    ...lines.flatMap(({ from, to, text }) =>
      text === undefined ? [] : [`${instantText(from)}${to > from ? ` to ${instantText(to)}` : ''}: ${text}`],
    ),
    ...(left > 0 ? [`${left.toLocaleString('en-US')} more ${left === 1 ? 'run is' : 'runs are'} not explained`] : []),
  ]
}

const rowCount = (part: TypedTable | DelayedLog): number => ('log' in part ? part.log.rowCount : part.rows.length)

async function runText(
  rule: AlertingRule,
  run: RunTrace,
  viewsAt: (scheduled: ScheduledRun) => Promise<readonly TableView[]>,
): Promise<string> {
  if (run.kind === 'suppressed') return 'suppressed; the query did not run'
  const views = (await viewsAt(run.scheduled)).map(viewText)
  const returned = `the query returned ${counted(run.rows, 'row')}`
  const outcome = run.alerts > 0 ? counted(run.alerts, 'alert') : `the trigger needs ${triggerText(rule)}`
  return [...views, returned, outcome].join('; ')
}
