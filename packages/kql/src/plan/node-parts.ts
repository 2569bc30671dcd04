import type { Expression, OrderKey } from './expression.ts'
import type { Expansion, Join, PlanNode, ScanBound, ScanStep, Series, StateColumn, Union } from './node.ts'
import { assignment, column, expression, fields, list, node, type Parts, shared } from './part.ts'

const key = fields<OrderKey>({ expression: column })
const expansion = fields<Expansion>({ array: expression })

/**
 * What each node reads: other nodes and expressions. Its order is not included, because it names row numbers, which become
 * columns only if something above carries them.
 */
export const nodeParts = {
  'table-scan': { bounds: list(fields<ScanBound>({ at: expression })) },
  values: {},
  row: { assignments: list(assignment) },
  range: { from: expression, to: expression, step: expression },
  filter: { input: node, predicate: expression },
  project: { input: node, assignments: list(assignment) },
  take: { input: node, count: expression, by: list(key) },
  summarize: { input: node, keys: list(assignment), aggregates: list(assignment) },
  join: {
    left: node,
    right: node,
    on: list(fields<Join['on'][number]>({ left: expression, right: expression })),
  },
  union: { legs: list(fields<Union['legs'][number]>({ input: node })) },
  expand: { input: node, expansions: list(expansion), limit: expression },
  apply: { input: node, body: node },
  outer: { expansions: list(expansion), limit: expression },
  reference: { shared },
  'run-bounds': { input: node, time: column, arrival: column },
  'row-runs': { input: node, from: column, to: column },
  series: {
    input: node,
    keys: list(assignment),
    series: list(fields<Series['series'][number]>({ expression, absent: expression })),
    axis: fields<Series['axis']>({ expression, settled: expression }),
    from: expression,
    to: expression,
    step: expression,
  },
  'session-window': { input: node, time: expression, fromFirst: expression, between: expression, restart: expression },
  scan: {
    input: node,
    declared: list(fields<Extract<PlanNode, { op: 'scan' }>['declared'][number]>({ expression })),
    steps: list(fields<ScanStep>({ after: expression, again: expression, values: list(assignment) })),
    state: list(fields<StateColumn>({ initial: expression })),
  },
} satisfies { readonly [Op in PlanNode['op']]: Parts<Omit<Extract<PlanNode, { op: Op }>, 'order'>> }

/** What each expression reads: other expressions, and plans. */
export const expressionParts = {
  literal: {},
  column: {},
  call: { args: list(expression) },
  aggregate: { args: list(expression), order: list(key) },
  window: { args: list(expression), partition: list(column), order: list(key) },
  subquery: { plan: node },
  membership: { subject: expression, plan: node },
  collect: { plan: node },
  now: {},
  field: { of: expression },
  groups: { of: column },
} satisfies { readonly [Op in Expression['op']]: Parts<Extract<Expression, { op: Op }>> }
