import { conjunction, conjuncts } from '../plan/conjuncts.ts'
import { type Call, type ColumnId, type Expression, literal } from '../plan/expression.ts'
import type { Expand, Filter, Join, Outer, PlanNode } from '../plan/node.ts'
import { childrenOf, expressionsOf, readsOf } from '../plan/walk.ts'
import type { Edit } from './edited-plan.ts'

/** A change to one operator that lets more rows pass. If the rule then fires, what the change undoes is why it did not. */
export interface Repair {
  readonly undoes: 'condition' | 'join' | 'join-case' | 'expansion'
  readonly node: PlanNode
  /** The condition that no longer holds rows back. */
  readonly condition?: Expression
  /** Columns whose values decide whether a row passes. */
  readonly reads: ReadonlySet<ColumnId>
  /** Columns without a value in the rows that pass only now. */
  readonly empty: ReadonlySet<ColumnId>
  readonly edit: Edit
}

/** The repairs of a plan, each one change, in the order in which rows pass the operators. Plans inside expressions stay as they are. */
export function repairsOf(plan: PlanNode): readonly Repair[] {
  const seen = new Set<PlanNode>()
  const found: Repair[] = []
  const visit = (node: PlanNode): void => {
    if (seen.has(node)) return
    seen.add(node)
    childrenOf(node).forEach(visit)
    found.push(...repairsAt(node))
  }
  visit(plan)
  return found
}

const none: ReadonlySet<ColumnId> = new Set()

function repairsAt(node: PlanNode): readonly Repair[] {
  switch (node.op) {
    case 'filter':
      return conjuncts(node.predicate).map(condition => conditionRepair(node, condition))
    case 'join':
      return joinRepairs(node)
    case 'expand':
    case 'outer':
      return [expansion(node)]
    default:
      return []
  }
}

const conditionRepair = (node: Filter, condition: Expression): Repair => ({
  undoes: 'condition',
  node,
  condition,
  reads: readsOf([condition]),
  empty: none,
  edit: edited => (edited.op === 'filter' ? without(edited, condition) : edited),
})

function joinRepairs(node: Join): readonly Repair[] {
  const reads = readsOf(expressionsOf(node))
  const isText = node.on.some(({ left, right }) => left.type === 'string' && right.type === 'string')
  const unmatched = keepUnmatched[node.kind]
  const optional = unmatched === outer ? 'right' : undefined
  const empty = new Set([...node.sources].flatMap(([id, { side }]) => (side === optional ? [id] : [])))
  const repair = (undoes: Repair['undoes'], change: EditJoin, empty: Repair['empty']): Repair => ({
    undoes,
    node,
    reads,
    empty,
    edit: edited => (edited.op === 'join' ? change(edited) : edited),
  })
  return [
    ...(isText && matches.has(node.kind) ? [repair('join-case', folded, none)] : []),
    ...(unmatched ? [repair('join', unmatched, empty)] : []),
  ]
}

/** A filter that no longer asks for a condition. */
function without(node: Filter, condition: Expression): PlanNode {
  const predicate = conjunction(
    conjuncts(node.predicate).filter(other => other !== condition),
    node.span,
  )
  return predicate ? { ...node, predicate } : node.input
}

type EditJoin = (node: Join) => PlanNode

const oneSide =
  (side: 'left' | 'right'): EditJoin =>
  node => ({
    op: 'project',
    input: node[side],
    assignments: node.columns.map(column => ({
      id: column.id,
      expression: { op: 'column', id: node.sources.get(column.id)!.id, type: column.type },
    })),
    columns: node.columns,
    order: [],
    serialized: false,
    span: node.span,
  })

const outer: EditJoin = node => ({ ...node, kind: 'leftouter' })

/** How rows pass a join whatever they match; outer joins lose none. */
const keepUnmatched: { readonly [Kind in Join['kind']]?: EditJoin } = {
  inner: outer,
  innerunique: outer,
  leftsemi: oneSide('left'),
  leftanti: oneSide('left'),
  rightsemi: oneSide('right'),
  rightanti: oneSide('right'),
}

const matches: ReadonlySet<Join['kind']> = new Set(['inner', 'innerunique', 'leftsemi', 'rightsemi'])

const lower = (text: Expression, span: PlanNode['span']): Expression =>
  text.type === 'string' ? { op: 'call', name: 'tolower', args: [text], type: 'string', span } : text

const folded: EditJoin = node => ({
  ...node,
  on: node.on.map(({ left, right }) => ({ left: lower(left, node.span), right: lower(right, node.span) })),
})

/** An array without elements yields a row without a value. */
function expansion(node: Expand | Outer): Repair {
  return {
    undoes: 'expansion',
    node,
    reads: readsOf(node.expansions.map(({ array }) => array)),
    empty: new Set(node.expansions.map(({ id }) => id)),
    edit: edited =>
      edited.op === 'expand' || edited.op === 'outer'
        ? { ...edited, expansions: edited.expansions.map(each => ({ ...each, array: orNull(each.array, node.span) })) }
        : edited,
  }
}

function orNull(array: Expression, span: PlanNode['span']): Expression {
  const call = (name: string, args: readonly Expression[], type: Call['type']): Call => ({
    op: 'call',
    name,
    args,
    type,
    span,
  })
  const text = call('tostring', [array], 'string')
  const empty = call('in', [text, literal('string', '[]'), literal('string', '{}')], 'bool')
  return call('iff', [empty, literal('dynamic', null), array], 'dynamic')
}
