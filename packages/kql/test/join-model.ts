import type { Random } from '@tripline/testkit'

/** Two keys, of which a long may be null and a text empty, and a number of the row. */
type Side = readonly [k: bigint | null, s: string, n: bigint]

/** The kinds of the page of join whose rows do not depend on the order of their input. */
export const joinKinds = [
  'inner',
  'leftouter',
  'rightouter',
  'fullouter',
  'leftsemi',
  'leftanti',
  'rightsemi',
  'rightanti',
] as const

/** The rows of a side that has none. */
const missing: Side = [null, '', null as never]

/** Keys match if they are equal, and null matches null (semantics 11.5, 11.6). */
export function joined(kind: (typeof joinKinds)[number], left: readonly Side[], right: readonly Side[]) {
  const matches = (a: Side, b: Side) => a[0] === b[0] && a[1] === b[1]
  const hasMatch = (own: Side, others: readonly Side[]) => others.some(other => matches(own, other))
  const pairs = left.flatMap(a => right.filter(b => matches(a, b)).map(b => [...a, ...b]))
  const onlyLeft = left.filter(a => !hasMatch(a, right))
  const onlyRight = right.filter(b => !hasMatch(b, left))
  const alone = {
    left: onlyLeft.map(a => [...a, ...missing]),
    right: onlyRight.map(b => [...missing, ...b]),
  }
  return {
    inner: pairs,
    leftouter: [...pairs, ...alone.left],
    rightouter: [...pairs, ...alone.right],
    fullouter: [...pairs, ...alone.left, ...alone.right],
    leftsemi: left.filter(a => hasMatch(a, right)),
    leftanti: onlyLeft,
    rightsemi: right.filter(b => hasMatch(b, left)),
    rightanti: onlyRight,
  }[kind]
}

export const joinedRows = (random: Random): readonly Side[] =>
  Array.from({ length: 6 }, (_, index) => [[null, 1n, 2n][random(3)]!, ['', 'a'][random(2)]!, BigInt(index)])

const tableKql = (rows: readonly Side[]): string =>
  `datatable(k:long, s:string, n:long)[${rows.map(([k, s, n]) => `${k === null ? 'long(null)' : k}, "${s}", ${n}`).join(', ')}]`

export const joinKql = (kind: string, left: readonly Side[], right: readonly Side[]): string =>
  `${tableKql(left)} | join kind=${kind} (${tableKql(right)}) on k, s`
