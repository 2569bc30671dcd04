import type { TableRead } from '@tripline/kql/analysis'

/** The age of the oldest row that a read keeps, in ticks; undefined without a constant filter. */
export function lookBack({ bounds }: TableRead): bigint | undefined {
  const ages = bounds.flatMap(({ column, age }) => (column === 'TimeGenerated' && age !== undefined ? [age] : []))
  return ages.toSorted((a, b) => (a < b ? -1 : 1))[0]
}

/** Whether only the rule's period limits the time of the rows read. */
export const isUnbounded = ({ bounds }: TableRead): boolean => bounds.length === 0
