import { project } from '../plan/build.ts'
import { type AggregateCall, literal } from '../plan/expression.ts'
import type { PlanColumn, PlanNode, UnionLeg } from '../plan/node.ts'

const column = (id: string): PlanColumn => ({ id, name: id, type: 'long' })

/** One plan that counts the rows of several: a row `[index, count]` for each. */
export function countRows(plans: readonly PlanNode[]): PlanNode {
  const { span } = plans[0]!
  const ordinal = column('ordinal')
  const count = column('count')
  const aggregate: AggregateCall = { op: 'aggregate', name: 'count', args: [], type: 'long', order: [], span }
  const legs = plans.map((input, index): UnionLeg => {
    const counted: PlanNode = {
      op: 'summarize',
      input,
      keys: [],
      aggregates: [{ id: count.id, expression: aggregate }],
      position: 'position',
      columns: [count],
      order: [],
      serialized: false,
      span,
    }
    const numbered = [{ id: ordinal.id, expression: literal('long', BigInt(index)) }]
    return { input: project(counted, numbered, [ordinal, count], span), ids: [ordinal.id, count.id], source: '' }
  })
  return { op: 'union', legs, columns: [ordinal, count], order: [], serialized: false, span }
}
