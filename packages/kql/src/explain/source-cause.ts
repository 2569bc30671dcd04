import type { PlanNode, Union } from '../plan/node.ts'
import type { Outside, QueryCause } from './explanation.ts'
import { windowedScans } from './window-repairs.ts'

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
export function windowCause(outside: Outside, plan: PlanNode): QueryCause {
  const { span, window } = windowedScans(plan)[0]!
  // A window of arrival times ends when the run starts.
  const side = outside === 'after' && window?.by === 'ingestion' ? 'late' : outside
  return { kind: side === 'late' ? 'late' : 'window', ...span, text: texts[side], outside: side }
}
