import type { ColumnId, ColumnReference } from '../plan/expression.ts'
import type { Join, JoinKind, PlanNode } from '../plan/node.ts'
import { byRun, newRun, type SweepContext, type Swept, type SweptRows, withColumns } from './swept.ts'

type Side = 'left' | 'right'

/** The side whose rows may come without a match; `both` have no column that is always there. */
const kept: Readonly<Record<JoinKind, Side | 'both' | 'none'>> = {
  inner: 'none',
  innerunique: 'none',
  leftouter: 'left',
  leftsemi: 'left',
  leftanti: 'left',
  rightouter: 'right',
  rightsemi: 'right',
  rightanti: 'right',
  fullouter: 'both',
}

/** A join of rows of the same run; undefined if the rows that it picks could be others. */
export function sweepJoin(node: Join, left: Swept, right: Swept, context: SweepContext): SweptRows | undefined {
  const side = kept[node.kind]
  if (side === 'both') return undefined
  if (node.kind === 'innerunique' && !isUnique(node.left, node.on)) return undefined
  const sides = {
    left: left.kind === 'same' && side !== 'left' ? left : byRun(left, context),
    right: right.kind === 'same' && side !== 'right' ? right : byRun(right, context),
  }
  const from = side !== 'none' ? side : sides.left.kind === 'run' ? 'left' : 'right'
  const source = sides[from]
  if (source.kind !== 'run') return undefined
  const run = newRun(context)
  const on = sides.left.kind === 'run' && sides.right.kind === 'run' ? [pair(sides.left.run, sides.right.run)] : []
  const joined: Join = {
    ...node,
    left: sides.left.node,
    right: sides.right.node,
    on: [...node.on, ...on],
    sources: new Map([...node.sources, [run.id, { side: from, id: source.run.id }]]),
    columns: withColumns(node.columns, [run]),
  }
  return { kind: 'run', node: joined, run }
}

const pair = (left: ColumnReference, right: ColumnReference): Join['on'][number] => ({ left, right })

/** Whether no two rows have the same values of the keys, so that nothing is picked among them. */
function isUnique(rows: PlanNode, on: Join['on']): boolean {
  const keys = new Set(on.flatMap(({ left }) => (left.op === 'column' ? [left.id] : [])))
  return uniqueBy(rows, keys)
}

function uniqueBy(node: PlanNode, keys: ReadonlySet<ColumnId>): boolean {
  if (node.op === 'summarize') return node.keys.every(({ id }) => keys.has(id))
  if (node.op === 'filter') return uniqueBy(node.input, keys)
  if (node.op !== 'project') return false
  // A column that is a copy of another is as good as that one.
  const copies = node.assignments.flatMap(({ id, expression }) =>
    keys.has(id) && expression.op === 'column' ? [expression.id] : [],
  )
  return uniqueBy(node.input, new Set([...keys, ...copies]))
}
