import { refusal, sql } from '../emit/sql.ts'
import { type FunctionRow, scalar, udf } from './row.ts'

/** What only plugins call. */
export const pluginFunctions: readonly FunctionRow[] = [
  udf('ipv6_prefix', ['16.5']),
  // `unless_gap(value, bin, bin before, step)`: what activity_counts_metrics answers for a step without rows is not documented.
  scalar(
    'unless_gap',
    ['any', 'any', 'any', 'any'],
    ([result, bin, before, step]) => sql`CASE WHEN ${bin!.sql} - ${before!.sql} > ${step!.sql}
    THEN ${refusal('activity_counts_metrics', 'a step between others has no rows')} ELSE ${result!.sql} END`,
    ['18.2'],
  ),
]
