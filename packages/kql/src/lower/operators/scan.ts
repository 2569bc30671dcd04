import type { ColumnType } from '@tripline/schemas'
import {
  columnsOf,
  type Expr,
  elementsOf,
  type Nodes,
  nodesOf,
  parametersOf,
  spanOf,
  textOf,
} from '../../frontend/syntax.ts'
import { columnNamed } from '../../plan/build.ts'
import { type Expression, missing, positionOrder } from '../../plan/expression.ts'
import type { PlanColumn, PlanNode, Scan, ScanStep, StateColumn } from '../../plan/node.ts'
import { carryOrder } from '../carry-columns.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope, type Scope } from '../scope.ts'

type Step = Nodes['ScanStep']

/**
 * scan: conditions and values refer to the row, to declared columns (their defaults) by bare names, and to states by
 * step.column (semantics 13.6).
 */
export function lowerScan(
  node: Nodes['ScanOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  if (node.OrderByClause || node.PartitionByClause) return refuse(node, 'scan-form')
  if (!input.serialized) return refuse(node, 'scan-order')
  const from = carryOrder(input)
  const declared = declaredOf(node, from, environment, lowering)
  const defaults = declared.map(({ id, name, type }): PlanColumn => ({ id, name, type }))
  // No window function is allowed here: Kusto rejects prev() inside scan.
  const seen: PlanNode = { ...from, columns: [...from.columns, ...defaults], serialized: false }
  const steps = nodesOf(node.Steps) as Step[]
  const states = new Map<string, StateColumn>()
  const stateOf = (holder: number, step: number, column: PlanColumn): StateColumn => {
    const key = `${holder} ${step} ${column.id}`
    const initial = declared.find(({ id }) => id === column.id)?.expression ?? missing(column.type as ColumnType)
    const known = states.get(key)
    if (known) return known
    const made = { id: lowering.newId(), holder, step, column: column.id, initial, type: column.type as ColumnType }
    states.set(key, made)
    return made
  }
  const rowsFor = (holder: number): Scope => ({
    ...rowScope(seen, environment),
    state: (name, columnName) => {
      const step = steps.findIndex(candidate => candidate.Name!.SimpleName === name)
      const column = columnNamed(seen, columnName)
      if (step < 0 || !column) return undefined
      const { id, initial, type } = stateOf(Math.max(holder, step), step, column)
      return step > holder ? initial : { op: 'column', id, type }
    },
  })
  const lowered = steps.map((step, index) => lowerStep(step, index, declared, rowsFor, lowering))
  fillStates(steps.length, states, seen, stateOf)
  return scanNode(node, from, declared, lowered, [...states.values()], lowering)
}

interface Declared {
  readonly id: string
  readonly output: string
  readonly name: string
  readonly type: ColumnType
  readonly expression: Expression
}

function declaredOf(
  node: Nodes['ScanOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): Declared[] {
  const bound = new Map(columnsOf(node.ResultType).map(({ name, type }) => [name, type]))
  return elementsOf<Nodes['FunctionParameter']>(node.DeclareClause?.Declarations).map(parameter => {
    const name = parameter.NameAndType!.Name!.SimpleName!
    const type = bound.get(name)
    if (!type || columnNamed(input, name)) return refuse(parameter, 'scan-name-taken', name)
    const preset = parameter.DefaultValue?.Value
    const expression = preset ? lowering.expression(preset, { environment }) : missing(type)
    return { id: lowering.newId(), output: lowering.newId(), name, type, expression }
  })
}

function lowerStep(
  step: Step,
  index: number,
  declared: readonly Declared[],
  rowsFor: (holder: number) => Scope,
  lowering: Lowering,
): ScanStep {
  const output = step.ScanStepOutput ? /=\s*(\w+)/.exec(textOf(step.ScanStepOutput))?.[1] : 'all'
  if (output !== 'all' && output !== 'none' && output !== 'last') return refuse(step, 'scan-form')
  if (step.OptionalKeyword?.Text) return refuse(step, 'scan-optional')
  const given = new Map(
    elementsOf<Nodes['ScanAssignment']>(step.ComputationClause?.Assignments).map(assignment => [
      assignment.Name!.SimpleName!,
      assignment.Expression!,
    ]),
  )
  const lower = (expression: Expr, holder: number) => lowering.expression(expression, rowsFor(holder))
  const condition = (holder: number): Expression => {
    const lowered = lower(step.Condition!, holder)
    if (output !== 'last') return lowered
    return { op: 'call', name: 'is_last_match', args: [lowered], type: 'bool', span: spanOf(step) }
  }
  return {
    after: index === 0 ? undefined : condition(index - 1),
    again: condition(index),
    values: declared.map(({ id, name, type }) => {
      const expression = given.get(name)
      const value: Expression = expression ? lower(expression, index) : { op: 'column', id, type }
      return { id: lowering.newId(), expression: value }
    }),
    output: output !== 'none',
  }
}

/** A state moves from step to step, so every step before the last that reads it must keep the value too. */
function fillStates(
  count: number,
  states: ReadonlyMap<string, StateColumn>,
  seen: PlanNode,
  stateOf: (holder: number, step: number, column: PlanColumn) => StateColumn,
): void {
  for (const { step, column } of [...states.values()]) {
    const read = seen.columns.find(candidate => candidate.id === column)!
    for (let holder = step; holder < count; holder++) stateOf(holder, step, read)
  }
}

function scanNode(
  node: Nodes['ScanOperator'],
  input: PlanNode,
  declared: readonly Declared[],
  steps: readonly ScanStep[],
  state: readonly StateColumn[],
  lowering: Lowering,
): Scan {
  const named = parametersOf(node).get('with_match_id')
  const [matchId, position] = [lowering.newId(), lowering.newId()]
  const shown = input.columns.filter(column => !column.hidden)
  const columns: PlanColumn[] = [
    ...shown,
    ...declared.map(({ output, name, type }): PlanColumn => ({ id: output, name, type })),
    ...(named ? [{ id: matchId, name: textOf(named), type: 'long' } as const] : []),
    { id: position, name: position, type: 'long', hidden: true },
  ]
  const span = spanOf(node)
  return {
    op: 'scan',
    input,
    declared,
    steps,
    state,
    matchId,
    position,
    columns,
    order: positionOrder(position),
    serialized: false,
    span,
  }
}
