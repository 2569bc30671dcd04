import { keyRead } from '../functions/dynamic/dynamic-path.ts'
import { searchSubject } from '../functions/search-subject.ts'
import type { ColumnId, ColumnReference, Expression } from '../plan/expression.ts'
import type { Expand, PlanColumn, PlanNode, Property, QueryPlan } from '../plan/node.ts'
import { childrenOf, expressionsOf, isNode, rewriteAll, visitAll } from '../plan/walk.ts'

/**
 * If only constant keys of an expanded element are read, the element is never built: the database extracts those values along
 * with the array.
 */
export function expandedProperties(plan: QueryPlan): QueryPlan {
  const read = keysRead(plan)
  return read.size === 0 ? plan : rewritten(plan, new Map([...read].map(([id, keys]) => [id, propertiesOf(id, keys)])))
}

/** The keys read from an element, some of them only as text. */
type Keys = Map<string, Property['type']>
type Expanded = ReadonlyMap<ColumnId, ReadonlyMap<string, Property>>

const propertiesOf = (id: ColumnId, keys: Keys): ReadonlyMap<string, Property> =>
  new Map([...keys].map(([key, type], index) => [key, { id: `${id} property${index}`, key, type }]))

/** The expanded columns that are read only by key. */
function keysRead(plan: QueryPlan): ReadonlyMap<ColumnId, Keys> {
  const read = new Map<ColumnId, Keys>()
  visitAll([plan], {
    node: node => {
      const id = node.op === 'expand' ? expandedBy(node) : undefined
      if (id !== undefined) read.set(id, new Map())
    },
  })
  for (const { id } of plan.columns) read.delete(id)
  if (read.size > 0) gather(plan, read)
  return new Map([...read].filter(([, keys]) => keys.size > 0 && areFields(keys)))
}

const expandedBy = ({ expansions: [only, ...others], limit }: Expand): ColumnId | undefined =>
  others.length === 0 && !limit && only?.type === 'dynamic' ? only.id : undefined

/** The database does not distinguish field names that differ only in case. */
const areFields = (keys: Keys): boolean => new Set([...keys.keys()].map(key => key.toLowerCase())).size === keys.size

/** Records the keys that are read, and removes elements that are needed whole. */
function gather(plan: QueryPlan, read: Map<ColumnId, Keys>): void {
  const seen = new Set<PlanNode | Expression>()
  const stack: (PlanNode | Expression)[] = [plan]
  const note = (expression: Expression | undefined, type: Property['type']): boolean => {
    const { id, key } = keyOf(expression) ?? {}
    const keys = id !== undefined && read.get(id)
    if (keys) keys.set(key!, keys.get(key!) === 'dynamic' ? 'dynamic' : type)
    return Boolean(keys)
  }
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (seen.has(value)) continue
    if (!isNode(value)) {
      if (value.op === 'call' && note(searchSubject(value), 'string')) continue
      if (note(value, 'dynamic')) continue
    }
    seen.add(value)
    for (const id of isNode(value) ? wantedByNode(value) : wantedByExpression(value)) read.delete(id)
    stack.push(...childrenOf(value), ...expressionsOf(value))
  }
}

const none = (): readonly ColumnId[] => []
const idsOf = ({ columns }: PlanNode): readonly ColumnId[] => columns.map(({ id }) => id)

/** The input columns that a node needs whole, without an expression that says so. */
const whole: { readonly [Op in PlanNode['op']]: (node: Extract<PlanNode, { op: Op }>) => Iterable<ColumnId> } = {
  // These pass on an element's properties along with the element.
  filter: none,
  'run-bounds': none,
  'row-runs': none,
  project: none,
  take: none,
  expand: none,
  // These have only columns that they compute.
  'table-scan': none,
  values: none,
  row: none,
  range: none,
  outer: none,
  summarize: none,
  series: none,
  apply: idsOf,
  'session-window': idsOf,
  scan: node => [...idsOf(node), ...node.state.map(({ column }) => column)],
  join: ({ sources }) => [...sources.values()].map(({ id }) => id),
  union: ({ legs }) => legs.flatMap(({ ids }) => ids.filter(id => id !== undefined)),
  reference: ({ ids }) => ids.values(),
}

const wantedByNode = (node: PlanNode): readonly ColumnId[] => [
  ...(whole[node.op] as (node: PlanNode) => Iterable<ColumnId>)(node),
  ...node.order.map(({ expression }) => expression.id),
]

function wantedByExpression(expression: Expression): readonly ColumnId[] {
  switch (expression.op) {
    case 'column':
      return [expression.id]
    case 'subquery':
    case 'membership':
    case 'collect':
      return [expression.column]
    case 'literal':
    case 'now':
    case 'call':
    case 'aggregate':
    case 'window':
    case 'field':
    case 'groups':
      return []
  }
}

/** The column and the key of `column.key`. */
function keyOf(expression: Expression | undefined): { readonly id: ColumnId; readonly key: string } | undefined {
  const { subject, key } = (expression && keyRead(expression)) ?? {}
  return subject?.op === 'column' ? { id: subject.id, key: key! } : undefined
}

/** The plan with reads by key replaced by properties. */
const rewritten = (plan: QueryPlan, expanded: Expanded): QueryPlan =>
  rewriteAll(plan, {
    expression: expression => {
      const { id, key } = keyOf(expression) ?? {}
      const property = expanded.get(id!)?.get(key!)
      return property && ({ op: 'column', id: property.id, type: property.type, cheap: true } satisfies ColumnReference)
    },
    node: node => {
      const columns = node.columns.flatMap(column => columnsFor(column, expanded) ?? [column])
      return node.op === 'expand'
        ? { ...node, columns, expansions: withProperties(node, expanded) }
        : { ...node, columns }
    },
  })

const withProperties = ({ expansions }: Expand, expanded: Expanded): Expand['expansions'] =>
  expansions.map(expansion => {
    const properties = expanded.get(expansion.id)
    return properties ? { ...expansion, properties: [...properties.values()] } : expansion
  })

/** An expanded column replaced by the columns of its properties. */
function columnsFor({ id }: PlanColumn, expanded: Expanded): PlanColumn[] | undefined {
  const properties = expanded.get(id)
  return properties && [...properties.values()].map(({ id, type }) => ({ id, name: id, type, hidden: true }))
}
