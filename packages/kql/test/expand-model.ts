import type { Random } from '@tripline/testkit'

interface Row {
  readonly n: bigint
  readonly a: readonly (string | null)[] | null
  readonly b: readonly number[] | null
}

/**
 * The page of mv-expand: arrays of a row in parallel, shorter ones padded with null. An empty array has no rows, a null one row
 * (semantics 12.1, 12.2). A limit holds for each row.
 */
export function expanded(rows: readonly Row[], limit: number) {
  return rows.flatMap(({ n, a, b }) => {
    const [as, bs] = [a ?? [null], b ?? [null]]
    const length = Math.min(limit, Math.max(as.length, bs.length))
    return Array.from({ length }, (_, i) => [
      n,
      JSON.stringify(as[i] ?? null),
      bs[i] === undefined || bs[i] === null ? null : BigInt(bs[i]),
      BigInt(i),
    ])
  })
}

export const expandedRows = (random: Random): readonly Row[] =>
  Array.from({ length: 6 }, (_, index) => ({
    n: BigInt(index),
    a: random(5) === 0 ? null : Array.from({ length: random(4) }, () => ['x', null, 'y'][random(3)]!),
    b: random(5) === 0 ? null : Array.from({ length: random(4) }, () => random(9)),
  }))

/** As an operator, with or without a body that keeps the rows. */
export const expandKql = (rows: readonly Row[], limit: number, operator: 'mv-expand' | 'mv-apply'): string =>
  `datatable(n:long, a:dynamic, b:dynamic)[${rows
    .map(({ n, a, b }) => [n, ...[a, b].map(list => `dynamic(${JSON.stringify(list)})`)].join(', '))
    .join(', ')}]
  | ${operator} with_itemindex=i a, b to typeof(long) limit ${limit} ${operator === 'mv-apply' ? 'on (extend n = n)' : ''}
  | project n, a, b, i`
