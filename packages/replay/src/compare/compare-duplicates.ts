import { counted, type Diagnosed } from '@tripline/diagnostics'
import { replayReport } from '../replay-report.ts'
import { alertSources, sourceKey } from '../run/alert-sources.ts'
import { instantText } from '../run/scheduled-run.ts'
import type { ReplayedCase } from './compare-reach.ts'
import type { Difference } from './difference.ts'

/** Whether as many rows are behind more than one alert as the case expects. */
export async function compareDuplicates({
  rule,
  query,
  expect,
  replay,
  engine,
}: Pick<ReplayedCase, 'rule' | 'query' | 'expect' | 'replay' | 'engine'>): Promise<Diagnosed<readonly Difference[]>> {
  if (!expect.duplicates) return { value: [], diagnostics: [] }
  const { value: expected, span } = expect.duplicates
  /** The runs whose alerts a row is behind, once for each alert. */
  const runs = new Map<string, string[]>()
  for (const run of replay.runs) {
    if (run.kind !== 'ran' || run.alerts === 0) continue
    const found = await alertSources(rule, query, run.scheduled, engine)
    if (!found || 'untraced' in found) {
      return { diagnostics: [replayReport['case-untraced'](span, found?.untraced.operator)] }
    }
    for (const row of found.flatMap(({ rows }) => rows.map(sourceKey))) {
      runs.set(row, [...(runs.get(row) ?? []), instantText(run.scheduled.at)])
    }
  }
  const twice = [...runs.values()].filter(times => times.length > 1)
  const actual = twice.length
  if (actual === expected) return { value: [], diagnostics: [] }
  const example = twice[0] ? `: one of them is behind alerts of ${twice[0].join(', ')}` : ''
  const message = `expected ${counted(expected, 'row')} behind more than one alert, got ${actual}${example}`
  return { value: [{ path: 'duplicates', expected, actual, span, message }], diagnostics: [] }
}
