import { dynamicPath } from '../functions/dynamic/dynamic-path.ts'
import { soughtIn } from '../functions/sought.ts'
import { type ColumnId, type ColumnReference, constantOf, type Expression } from '../plan/expression.ts'
import { visit } from '../plan/free-columns.ts'
import type { Expand, PlanColumn, Property, QueryPlan } from '../plan/node.ts'

/**
 * An expanded element of which nothing but values under constant keys is read is never written: the database lays the
 * values open with the array.
 */
export function expandedProperties(plan: QueryPlan): QueryPlan {
  const read = keysRead(plan)
  return read.size === 0 ? plan : rewritten(plan, new Map([...read].map(([id, keys]) => [id, propertiesOf(id, keys)])))
}

/** The keys read of an element; of some only the text. */
type Keys = Map<string, Property['type']>
type Expanded = ReadonlyMap<ColumnId, ReadonlyMap<string, Property>>

const propertiesOf = (id: ColumnId, keys: Keys): ReadonlyMap<string, Property> =>
  new Map([...keys].map(([key, type], index) => [key, { id: `${id} property${index}`, key, type }]))

/** Nodes whose columns are those of their input under the same ids. */
const passing: ReadonlySet<unknown> = new Set(['filter', 'project', 'take', 'expand'])

/** The expanded columns that are read by their keys alone. Wherever else an id occurs, the element is wanted whole. */
function keysRead(plan: QueryPlan): ReadonlyMap<ColumnId, Keys> {
  const read = new Map<ColumnId, Keys>()
  visit(plan, value => {
    const id = (value as { readonly op?: unknown }).op === 'expand' ? expandedBy(value as Expand) : undefined
    if (id !== undefined) read.set(id, new Map())
  })
  for (const { id } of plan.columns) read.delete(id)
  if (read.size > 0) gather(plan, read)
  return new Map([...read].filter(([, keys]) => keys.size > 0 && areFields(keys)))
}

const expandedBy = ({ expansions: [only, ...others], limit }: Expand): ColumnId | undefined =>
  others.length === 0 && !limit && only?.type === 'dynamic' ? only.id : undefined

/** Names of fields that differ in case alone are the same to the database. */
const areFields = (keys: Keys): boolean => new Set([...keys.keys()].map(key => key.toLowerCase())).size === keys.size

function gather(plan: QueryPlan, read: Map<ColumnId, Keys>): void {
  const seen = new Set<unknown>()
  const stack: unknown[] = [plan]
  const note = (expression: Expression | undefined, type: Property['type']): boolean => {
    const { id, key } = keyOf(expression) ?? {}
    const keys = id !== undefined && read.get(id)
    if (keys) keys.set(key!, keys.get(key!) === 'dynamic' ? 'dynamic' : type)
    return Boolean(keys)
  }
  while (stack.length > 0) {
    const value = stack.pop()
    if (typeof value === 'string') read.delete(value)
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    const expression = value as Expression
    if (expression.op === 'call' && note(soughtIn(expression), 'string')) continue
    if (note(expression, 'dynamic')) continue
    seen.add(value)
    if (value instanceof Map) stack.push(...value.keys(), ...value.values())
    else for (const [field, inner] of Object.entries(value)) if (!passes(value, field)) stack.push(inner)
  }
}

/** Where the id of a column stands without the column being read. */
const passes = (value: object, field: string): boolean =>
  (field === 'columns' && passing.has((value as { readonly op?: unknown }).op)) || (field === 'id' && 'array' in value)

/** The column and the key of `column.key`. */
function keyOf(expression: Expression | undefined): { readonly id: ColumnId; readonly key: string } | undefined {
  if (expression?.op !== 'call' || expression.name !== 'dynamic_key' || !dynamicPath(expression)) return undefined
  const [subject, key] = expression.args
  return subject?.op === 'column' ? { id: subject.id, key: constantOf(key) as string } : undefined
}

/** Plain data with properties in place of what is read under their keys. */
function rewritten<Data>(data: Data, expanded: Expanded, known = new Map<unknown, unknown>()): Data {
  const rewrite = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (!known.has(value)) known.set(value, replaced(value))
    return known.get(value)
  }
  const replaced = (value: object): unknown => {
    if (Array.isArray(value)) return value.flatMap(inner => columnsFor(inner, expanded) ?? [rewrite(inner)])
    if (value instanceof Map) return new Map([...value].map(([key, inner]) => [key, rewrite(inner)]))
    const { id, key } = keyOf(value as Expression) ?? {}
    const property = expanded.get(id!)?.get(key!)
    if (property) return { op: 'column', id: property.id, type: property.type, cheap: true } satisfies ColumnReference
    const own = Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, rewrite(inner)]))
    const properties = 'array' in value && expanded.get((value as { readonly id?: ColumnId }).id!)
    return properties ? { ...own, properties: [...properties.values()] } : own
  }
  return rewrite(data) as Data
}

/** The columns of its properties in place of an expanded one. */
function columnsFor(item: unknown, expanded: Expanded): PlanColumn[] | undefined {
  const { id, name } = (item ?? {}) as Partial<PlanColumn>
  const properties = name === undefined ? undefined : expanded.get(id!)
  return properties && [...properties.values()].map(({ id, type }) => ({ id, name: id, type, hidden: true }))
}
