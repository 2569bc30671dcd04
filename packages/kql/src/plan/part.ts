import type { ColumnId, ColumnReference, Expression } from './expression.ts'
import type { Assignment, PlanNode, Shared } from './node.ts'

/** Visits the direct parts of a node or expression. */
export interface Visitor {
  readonly node: (node: PlanNode) => void
  readonly expression: (expression: Expression) => void
  /** The id of a column that is computed in addition to the columns of the input. */
  readonly made?: (id: ColumnId) => void
}

/** Replaces the direct parts of a node or expression. If nothing changes, the object stays the same. */
export interface Mapper {
  readonly node: (node: PlanNode) => PlanNode
  readonly shared: (shared: Shared) => Shared
  readonly expression: (expression: Expression) => Expression
}

/** How a field is visited and mapped. */
export interface Part<Value> {
  readonly visit: (value: Value, visitor: Visitor) => void
  readonly map: (value: Value, mapper: Mapper) => Value
}

export const node: Part<PlanNode> = {
  visit: (value, visitor) => visitor.node(value),
  map: (value, mapper) => mapper.node(value),
}

export const shared: Part<Shared> = {
  visit: (value, visitor) => visitor.node(value.plan),
  map: (value, mapper) => mapper.shared(value),
}

export const expression: Part<Expression> = {
  visit: (value, visitor) => visitor.expression(value),
  map: (value, mapper) => mapper.expression(value),
}

/** A column can only be replaced by a column. */
export const column: Part<ColumnReference> = {
  visit: (value, visitor) => visitor.expression(value),
  map: (value, mapper) => mapper.expression(value) as ColumnReference,
}

export const list = <Item>(item: Part<Item>): Part<readonly Item[]> => ({
  visit: (values, visitor) => {
    for (const value of values) item.visit(value, visitor)
  },
  map: (values, mapper) => {
    let isChanged = false
    const mapped = values.map(value => {
      const other = item.map(value, mapper)
      isChanged ||= other !== value
      return other
    })
    return isChanged ? mapped : values
  },
})

/** Whether a value contains nodes or expressions. */
type Holds<Value> = Value extends PlanNode | Expression
  ? true
  : Value extends readonly (infer Item)[]
    ? Holds<Item>
    : Value extends ReadonlyMap<unknown, infer Item>
      ? Holds<Item>
      : Value extends object
        ? { [Key in keyof Value]-?: Holds<Value[Key]> }[keyof Value]
        : false

/** The parts of an object. The type requires every field that contains nodes or expressions. */
export type Parts<Value> = {
  readonly [Key in keyof Value as true extends Holds<Value[Key]> ? Key : never]-?: Part<Exclude<Value[Key], undefined>>
}

/** An object whose named fields are parts; `id`, if present, is a column that it creates. */
export const fields = <Value extends object>(parts: Parts<Value>): Part<Value> => ({
  visit: (value, visitor) => {
    if ('id' in value) visitor.made?.(value.id as ColumnId)
    visitFields(parts, value, visitor)
  },
  map: (value, mapper) => mapFields(parts, value, mapper),
})

export function visitFields<Value extends object>(parts: Parts<Value>, value: Value, visitor: Visitor): void {
  for (const key in parts) {
    const field = (value as Readonly<Record<string, unknown>>)[key]
    if (field !== undefined) (parts as Readonly<Record<string, Part<unknown>>>)[key]!.visit(field, visitor)
  }
}

export function mapFields<Value extends object>(parts: Parts<Value>, value: Value, mapper: Mapper): Value {
  const given = value as Readonly<Record<string, unknown>>
  let changed: Record<string, unknown> | undefined
  for (const key in parts) {
    const field = given[key]
    if (field === undefined) continue
    const mapped = (parts as Readonly<Record<string, Part<unknown>>>)[key]!.map(field, mapper)
    if (mapped === field) continue
    changed ??= { ...given }
    changed[key] = mapped
  }
  return changed ? (changed as Value) : value
}

export const assignment: Part<Assignment> = fields<Assignment>({ expression })
