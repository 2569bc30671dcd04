import { counted } from '@tripline/diagnostics'
import type { Dataset, Engine } from '@tripline/kql/engine'
import { type AlertingRule, shortDuration } from '@tripline/rules'
import { describeRuns } from './explain-silence.ts'
import type { Replay, RunTrace } from './replay-rule.ts'
import { instantText } from './scheduled-run.ts'

/** What a rule did over a schedule, a line each: the runs and their windows, what each run saw and did, the totals. */
export async function describeReplay(
  rule: AlertingRule,
  { runs, alerts, incidents }: Replay,
  dataset: Dataset,
  engine: Pick<Engine, 'countRows'>,
): Promise<readonly string[]> {
  const totals = [
    counted(alerts.length, 'alert'),
    ...(incidents.length > 0 ? [counted(incidents.length, 'incident')] : []),
  ]
  return [scheduleText(runs), ...(await describeRuns(rule, runs, dataset, engine)), totals.join(', ')]
}

/** As in `24 runs, windows of 1h from 2026-03-02T00:00:00Z to 2026-03-03T00:00:00Z by TimeGenerated`. */
function scheduleText(runs: readonly RunTrace[]): string {
  const windows = runs.map(({ scheduled }) => scheduled.window)
  const [first, last] = [windows[0]!, windows.at(-1)!]
  const what = runs.length === 1 ? 'window' : `windows of ${shortDuration(first.to - first.from)} from`
  const by = first.by === 'ingestion' ? 'ingestion time' : 'TimeGenerated'
  return `${counted(runs.length, 'run')}, ${what} ${instantText(first.from)} to ${instantText(last.to)} by ${by}`
}
