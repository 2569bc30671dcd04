import { type Call, type ColumnId, type Expression, literal } from '../plan/expression.ts'
import type { Assignment, PlanColumn, PlanNode, TableScan } from '../plan/node.ts'
import { visitAll } from '../plan/walk.ts'
import type { Edit } from './edited-plan.ts'
import type { Outside } from './rows-explained.ts'

/** The times that a run sees, in ticks. */
export interface WindowTimes {
  readonly from: bigint
  readonly to: bigint
  readonly visibleAt: bigint
}

export const outsides: readonly Outside[] = ['late', 'after', 'before']

/** The scans of a plan that a window limits. */
export function windowedScans(plan: PlanNode): readonly TableScan[] {
  const scans: TableScan[] = []
  visitAll([plan], {
    node: node => {
      if (node.op === 'table-scan' && node.window) scans.push(node)
    },
  })
  return scans.reverse()
}

/** The rows of a scan with those outside its window on one side. */
export function widened(scan: TableScan, outside: Outside, { from, to, visibleAt }: WindowTimes): PlanNode {
  const at = instantOf(scan, timeOf(scan))
  const bounds: Readonly<Record<Outside, readonly Expression[]>> = {
    late: [at('>=', from), at('<', to)],
    after: [at('>=', from)],
    before: [at('<', to), or(isNull(scan.ingestion, scan), instantOf(scan, scan.ingestion)('<=', visibleAt), scan)],
  }
  return whichMeet(bounds[outside], scan)
}

/** The first and the last time of the rows of a scan outside its window on one side: `[first, last]`, of their arrival if they are late. */
export function timesOutside(scan: TableScan, outside: Outside, { from, to, visibleAt }: WindowTimes): PlanNode {
  const time = outside === 'late' ? scan.ingestion : timeOf(scan)
  const at = instantOf(scan, timeOf(scan))
  const bounds: Readonly<Record<Outside, readonly Expression[]>> = {
    late: [at('>=', from), at('<', to), instantOf(scan, scan.ingestion)('>', visibleAt)],
    after: [at('>=', to)],
    before: [at('<', from)],
  }
  const { span } = scan
  const ends = ['min', 'max'].map((name): Assignment => {
    const args = [{ op: 'column', id: time, type: 'datetime' }] as const
    return { id: name, expression: { op: 'aggregate', name, args, type: 'datetime', order: [], span } }
  })
  const columns = ends.map(({ id }): PlanColumn => ({ id, name: id, type: 'datetime' }))
  const input = whichMeet(bounds[outside], scan)
  const unordered = { order: [], serialized: false, span }
  return { op: 'summarize', input, keys: [], aggregates: ends, position: 'position', columns, ...unordered }
}

/** The rows of a scan without its window that meet all of some conditions. */
function whichMeet(conditions: readonly Expression[], scan: TableScan): PlanNode {
  const arrival: PlanColumn = { id: scan.ingestion, name: scan.ingestion, type: 'datetime', hidden: true }
  const columns = [...scan.columns.filter(({ id }) => id !== arrival.id), arrival]
  const predicate = conditions.reduce((all, next) => call('and', [all, next], scan))
  const { order, serialized, span } = scan
  return { op: 'filter', input: { ...withoutWindow(scan), columns }, predicate, columns, order, serialized, span }
}

/** A scan of all rows. */
export const unlimited: Edit = scan => (scan.op === 'table-scan' ? withoutWindow(scan) : scan)

function withoutWindow({ window: _, ...scan }: TableScan): TableScan {
  return scan
}

/** The column of the time that the window limits. */
function timeOf({ window, stored, ingestion }: TableScan): ColumnId {
  if (window?.by !== 'TimeGenerated') return ingestion
  return [...stored].find(([, position]) => position === window.position)![0]
}

const call = (name: string, args: readonly Expression[], { span }: TableScan): Call => ({
  op: 'call',
  name,
  args,
  type: 'bool',
  span,
})

const instantOf =
  (scan: TableScan, id: ColumnId) =>
  (operator: string, ticks: bigint): Call =>
    call(operator, [{ op: 'column', id, type: 'datetime' }, literal('datetime', ticks)], scan)

const isNull = (id: ColumnId, scan: TableScan): Call => call('isnull', [{ op: 'column', id, type: 'datetime' }], scan)

const or = (a: Expression, b: Expression, scan: TableScan): Call => call('or', [a, b], scan)
