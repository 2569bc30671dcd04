import type { PlanNode, Union } from '../plan/node.ts'
import { cellWords } from './cell-words.ts'
import { type Stages, sourceTable } from './count-stages.ts'
import type { ExplainContext } from './explain-context.ts'
import type { Outside, QueryCause } from './rows-explained.ts'
import { timesOutside, windowedScans } from './window-repairs.ts'

/** A table that the query names and that has no rows. */
export type AbsentTable = NonNullable<Union['absent']>[number]

export const missingTable = ({ table, span }: AbsentTable): QueryCause => ({
  kind: 'missing-table',
  ...span,
  text: `there are no rows of ${table}`,
  expected: 'rows',
  actual: 'no rows',
})

const texts: Readonly<Record<Outside, string>> = {
  late: 'the rows that would count arrived too late for the run',
  after: 'the rows that would count lie after the window of the run',
  before: 'the rows that would count lie before the window of the run',
}

/** The window of the run leaves out rows of a plan that would count. */
export async function windowCause(
  outside: Outside,
  plan: PlanNode,
  stages: Stages,
  { ask, tables, window }: ExplainContext,
): Promise<QueryCause> {
  const scans = windowedScans(plan)
  const scan = scans.find(each => stages.of(each)!.rowsIn > stages.of(each)!.rowsOut) ?? scans[0]!
  const [ends] = (await ask(timesOutside(scan, outside, window!))) ?? []
  const times = [...new Set(ends?.map(cell => cellWords(cell, 'datetime')))].join(' to ')
  // A window of arrival times ends when the run starts.
  const side = outside === 'after' && scan.window?.by === 'ingestion' ? 'late' : outside
  const limits = (side === 'late' ? [window!.visibleAt] : [window!.from, window!.to]).map(at =>
    cellWords(at, 'datetime'),
  )
  return {
    kind: side === 'late' ? 'late' : 'window',
    ...scan.span,
    text: `${texts[side]}: ${sourceTable(scan, tables)!.name} has rows ${side === 'late' ? 'that arrived ' : ''}at ${times}`,
    expected: side === 'late' ? `by ${limits[0]}` : limits.join(' to '),
    actual: times,
    outside: side,
  }
}
