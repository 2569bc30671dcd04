import type { ColumnType } from '@tripline/schemas'
import { project } from '../plan/build.ts'
import type { AggregateCall, Call, Expression } from '../plan/expression.ts'
import { type Join, type PlanColumn, type PlanNode, type Project, visible } from '../plan/node.ts'
import type { TextSpan } from '../world/query-diagnostic.ts'
import type { Lowering } from './lowering.ts'

/** Builds plan nodes for operators that consist of several steps, all with one span of the text. */
export interface Steps {
  call(name: string, args: readonly Expression[], type: ColumnType): Call
  aggregate(name: string, args: readonly Expression[], type: ColumnType): AggregateCall
  column(name: string, type: ColumnType): PlanColumn
  where(input: PlanNode, predicate: Expression): PlanNode
  /** The input's columns and further ones. */
  extend(input: PlanNode, added: readonly (readonly [PlanColumn, Expression])[]): Project
  /** One row per group; without aggregates, the distinct keys. */
  group(
    input: PlanNode,
    keys: readonly (readonly [PlanColumn, Expression])[],
    aggregates?: readonly (readonly [PlanColumn, Expression])[],
  ): PlanNode
  /** The visible columns of the left side and, unless the kind returns only one side, of the right one, with new ids. */
  join(kind: 'inner' | 'leftouter' | 'leftanti', left: PlanNode, right: PlanNode, on: Join['on']): Join
}

export function stepsAt(span: TextSpan, lowering: Lowering): Steps {
  const unordered = { order: [], serialized: false, span }
  return {
    call: (name, args, type) => ({ op: 'call', name, args, type, span }),
    aggregate: (name, args, type) => ({ op: 'aggregate', name, args, type, order: [], span }),
    column: (name, type) => ({ id: lowering.newId(), name, type }),
    where: (input, predicate) => {
      const { columns, order, serialized } = input
      return { op: 'filter', input, predicate, columns, order, serialized, span }
    },
    extend: (input, added) =>
      project(
        input,
        added.map(([{ id }, expression]) => ({ id, expression })),
        [...input.columns, ...added.map(([column]) => column)],
        span,
      ),
    group: (input, keys, aggregates = []) => ({
      op: 'summarize',
      input,
      keys: keys.map(([{ id }, expression]) => ({ id, expression })),
      aggregates: aggregates.map(([{ id }, expression]) => ({ id, expression })),
      position: lowering.newId(),
      columns: [...keys, ...aggregates].map(([column]) => column),
      ...unordered,
    }),
    join: (kind, left, right, on) => {
      const sides = kind === 'leftanti' ? (['left'] as const) : (['left', 'right'] as const)
      const outputs = sides.flatMap(side =>
        visible(side === 'left' ? left : right).map(column => ({
          column: { ...column, id: lowering.newId() },
          source: { side, id: column.id },
        })),
      )
      return {
        op: 'join',
        kind,
        left,
        right,
        on,
        sources: new Map(outputs.map(({ column, source }) => [column.id, source])),
        columns: outputs.map(({ column }) => column),
        ...unordered,
      }
    },
  }
}
