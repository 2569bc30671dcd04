import type { ColumnId, Expression } from '../plan/expression.ts'
import type { Join, PlanNode } from '../plan/node.ts'
import { inputsOf } from './plan-inputs.ts'

/** A stretch of operators through which each row passes by itself. */
export interface Segment {
  readonly top: PlanNode
  /** Where its rows come from: a table, a group, a join. */
  readonly bottom: PlanNode
  /** How its columns are computed. */
  readonly definitions: ReadonlyMap<ColumnId, Definition>
  /** Columns that can be read at the top. */
  readonly available: ReadonlySet<ColumnId>
  /** The join that reads its rows and keeps those with a match, and as which side. */
  readonly joined?: JoinedSegment
}

export interface JoinedSegment {
  readonly join: Join
  readonly side: 'left' | 'right'
}

export interface Definition {
  readonly expression: Expression
  /** Whether the column is an element of the value. */
  readonly isElement: boolean
}

type RowByRow = Extract<PlanNode, { op: 'filter' | 'project' | 'expand' | 'session-window' }>

const isRowByRow = (node: PlanNode): node is RowByRow =>
  node.op === 'filter' || node.op === 'project' || node.op === 'expand' || node.op === 'session-window'

/** The segment of a plan that a node is in. Nothing can be read where operators run once for each row of others. */
export function segmentAt(node: PlanNode, plan: PlanNode): Segment {
  const parents = parentsIn(plan)
  if (node !== plan && !parents.has(node)) {
    return { top: node, bottom: node, definitions: new Map(), available: new Set() }
  }
  let top = node
  for (let parent = parents.get(top); parent && isRowByRow(parent); parent = parents.get(parent)) top = parent
  const reader = parents.get(top)
  const joined =
    reader?.op === 'join' && !reader.kind.endsWith('anti')
      ? ({ join: reader, side: reader.left === top ? 'left' : 'right' } as const)
      : undefined
  return { ...segmentBelow(top), ...(joined && { joined }) }
}

function segmentBelow(top: PlanNode): Segment {
  const definitions = new Map<ColumnId, Definition>()
  const available = new Set<ColumnId>()
  const see = (node: PlanNode): void => {
    for (const { id } of node.columns) available.add(id)
  }
  let bottom = top
  for (; isRowByRow(bottom); bottom = bottom.input) {
    see(bottom)
    if (bottom.op === 'project') {
      for (const { id, expression } of bottom.assignments) definitions.set(id, { expression, isElement: false })
    }
    if (bottom.op === 'expand') {
      for (const { id, array } of bottom.expansions) definitions.set(id, { expression: array, isElement: true })
    }
  }
  see(bottom)
  for (const id of definitions.keys()) available.add(id)
  return { top, bottom, definitions, available }
}

/** Each node's only reader; nodes with several have none. */
function parentsIn(plan: PlanNode): ReadonlyMap<PlanNode, PlanNode> {
  const parents = new Map<PlanNode, PlanNode>()
  const visit = (node: PlanNode): void => {
    for (const input of inputsOf(node)) {
      if (parents.has(input)) continue
      parents.set(input, node)
      visit(input)
    }
  }
  visit(plan)
  return parents
}
