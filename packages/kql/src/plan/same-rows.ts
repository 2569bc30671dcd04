import type { PlanNode } from './node.ts'

/** Fields that hold ids of columns, or maps and lists of them. */
const idFields: ReadonlySet<string> = new Set([
  'id',
  'ids',
  'index',
  'ingestion',
  'matchId',
  'output',
  'position',
  'sources',
  'start',
  'stored',
  'withSource',
])

/** Where a node is in the text, which its rows do not depend on. */
const places: ReadonlySet<string> = new Set(['origin', 'span'])

/** Whether two plans are alike but for the ids of their columns and their positions in the text; false where that is not sure. */
export function sameRows(left: PlanNode, right: PlanNode): boolean {
  const renamed = new Map<unknown, unknown>()
  const original = new Map<unknown, unknown>()
  const compared = new Map<object, object>()
  const sameId = (a: unknown, b: unknown): boolean => {
    if (!renamed.has(a)) renamed.set(a, b)
    if (!original.has(b)) original.set(b, a)
    return renamed.get(a) === b && original.get(b) === a
  }
  const same = (a: unknown, b: unknown, isId: boolean): boolean => {
    if (typeof a === 'string' && typeof b === 'string' && isId) return sameId(a, b)
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
    if (compared.has(a)) return compared.get(a) === b
    compared.set(a, b)
    if (a instanceof Map && b instanceof Map) return same([...a], [...b], isId)
    if (Array.isArray(a) && Array.isArray(b))
      return a.length === b.length && a.every((item, at) => same(item, b[at], isId))
    const [own, other] = [fieldsOf(a), fieldsOf(b)]
    return (
      own.length === other.length &&
      own.every(([key, value], at) => key === other[at]![0] && same(value, other[at]![1], idFields.has(key)))
    )
  }
  return same(left, right, false)
}

/** A column that no query names has its id as a name. */
const fieldsOf = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value)
    .filter(([key, field]) => !places.has(key) && !(key === 'name' && 'id' in value && field === value.id))
    .sort(([a], [b]) => (a < b ? -1 : 1))
