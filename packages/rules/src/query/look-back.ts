import type { TableRead } from '@tripline/kql/compile'

/** How old the oldest row is that a reading keeps, in ticks; undefined where no filter says so with a constant. */
export function lookBack({ bounds }: TableRead): bigint | undefined {
  const ages = bounds.flatMap(({ column, age }) => (column === 'TimeGenerated' && age !== undefined ? [age] : []))
  return ages.toSorted((a, b) => (a < b ? -1 : 1))[0]
}

/** Whether nothing but the rule's own period limits the time of the rows read. */
export const isUnbounded = ({ bounds }: TableRead): boolean => bounds.length === 0
