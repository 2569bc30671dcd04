import type { ColumnType } from '@tripline/schemas'
import { type Expr, elementsOf, is, type Nodes, parametersOf, spanOf, textOf } from '../../frontend/syntax.ts'
import { isFuzzy, isUnresolved } from '../../frontend/unresolved.ts'
import type { ColumnId } from '../../plan/expression.ts'
import { type PlanColumn, type PlanNode, type Union, type UnionLeg, visible } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { pipedLabel, refuseForeign, type TableLeg, tableLegs } from '../sources/table-leg.ts'

/** union: columns by name; a name with several types splits into one column per type (semantics 11.9, 24.8). */
export function lowerUnion(
  node: Nodes['UnionOperator'],
  input: PlanNode | undefined,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const parameters = parametersOf(node)
  const legs = unionLegs(node, input, environment, lowering)
  if (legs.length === 0) return refuse(node, 'union-no-tables')
  const kind = parameters.get('kind')
  return unite(legs, node, lowering, {
    inner: kind !== undefined && textOf(kind).trim() === 'inner',
    withSource: nameOf(parameters.get('withsource') ?? parameters.get('with_source')),
  })
}

const nameOf = (parameter: Expr | undefined): string | undefined =>
  parameter && (is(parameter, 'NameReference') ? parameter.SimpleName! : textOf(parameter))

function unionLegs(
  node: Nodes['UnionOperator'],
  input: PlanNode | undefined,
  environment: Environment,
  lowering: Lowering,
): TableLeg[] {
  const fuzzy = isFuzzy(node)
  const piped = input ? [{ input, source: pipedLabel(node, environment) ?? 'union_arg0' }] : []
  const elements = elementsOf<Expr>(node.Expressions).filter(element => !fuzzy || !isUnresolved(element))
  return [...piped, ...tableLegs(elements, index => `union_arg${index + piped.length}`, environment, lowering)]
}

interface Slot {
  readonly name: string
  readonly type: ColumnType
}

/** Concatenates tables. */
export function unite(
  legs: readonly TableLeg[],
  node: Expr,
  lowering: Lowering,
  options: { readonly inner: boolean; readonly withSource: string | undefined },
): PlanNode {
  if (options.withSource !== undefined) refuseForeign(legs, node)
  const all = slots(legs)
  const everywhere = (slot: Slot) =>
    legs.every(leg => visible(leg.input).some(column => column.name === slot.name && column.type === slot.type))
  const kept = options.inner ? all.filter(everywhere) : all
  if (options.inner) {
    const isShared = ({ name }: Slot) => legs.every(leg => visible(leg.input).some(column => column.name === name))
    const split = all.find(slot => isShared(slot) && !everywhere(slot))
    if (split) refuse(node, 'union-inner', split.name)
    if (kept.length === 0) refuse(node, 'union-inner-columns')
  }
  const names = slotNames(kept, all)
  const columns = kept.map(
    (slot, index): PlanColumn => ({ id: lowering.newId(), name: names[index]!, type: slot.type }),
  )
  const source: PlanColumn[] =
    options.withSource === undefined ? [] : [{ id: lowering.newId(), name: options.withSource, type: 'string' }]
  const absent = legs.slice(1).flatMap(({ input, wildcard }) => (wildcard ? [] : absentTable(input)))
  const united = legs
    .filter((leg, index) => index === 0 || !isEmpty(leg.input))
    .map(({ input, source: label }): UnionLeg => {
      const ids = kept.map(
        slot => visible(input).find(column => column.name === slot.name && column.type === slot.type)?.id,
      )
      return { input, source: label, ids: [...source.map(() => undefined), ...ids] }
    })
  return {
    op: 'union',
    legs: united,
    ...(absent.length > 0 && { absent }),
    ...(source[0] && { withSource: source[0].id as ColumnId }),
    columns: [...source, ...columns],
    order: [],
    serialized: false,
    span: spanOf(node),
  }
}

const absentTable = (node: PlanNode): NonNullable<Union['absent']> =>
  node.op === 'values' && node.table !== undefined ? [{ table: node.table, span: node.span }] : []

/** A table without rows only adds columns; `union *` has hundreds of them. */
export const isEmpty = (node: PlanNode): boolean => node.op === 'values' && node.rows.length === 0

/**
 * Every name and type of any leg: names in order of first appearance, with the types of one name together. An empty table that
 * only a wildcard matches does not split a name.
 */
function slots(legs: readonly TableLeg[]): Slot[] {
  const byName = new Map(
    legs.flatMap(leg => visible(leg.input).map(({ name }) => [name, new Set<ColumnType>()] as const)),
  )
  const isBystander = (leg: TableLeg): boolean => leg.wildcard === true && isEmpty(leg.input)
  for (const leg of [...legs.filter(other => !isBystander(other)), ...legs.filter(isBystander)]) {
    for (const { name, type } of visible(leg.input)) {
      const types = byName.get(name)!
      if (types.size === 0 || !isBystander(leg)) types.add(type)
    }
  }
  return [...byName].flatMap(([name, types]) => [...types].map(type => ({ name, type })))
}

/** `x_long`, `x_int` for a name with several types; a number is appended if some leg has a column of that name. */
function slotNames(kept: readonly Slot[], all: readonly Slot[]): string[] {
  const owned = new Map<string, number>()
  for (const { name } of all) owned.set(name, (owned.get(name) ?? 0) + 1)
  return kept.map(slot => {
    if (owned.get(slot.name) === 1) return slot.name
    const base = `${slot.name}_${slot.type}`
    if (!owned.has(base)) return base
    let number = 1
    while (owned.has(`${base}${number}`)) number++
    return `${base}${number}`
  })
}
