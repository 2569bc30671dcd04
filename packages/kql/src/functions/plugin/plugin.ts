import { refusal, sql } from '../../sql/sql.ts'
import { ipv6Udfs } from '../network/ipv6.ts'
import { type Family, scalar, udf } from '../row.ts'

/** Functions that only plugins call. */
export const pluginFunctions: Family = {
  rows: [
    udf(ipv6Udfs.ipv6_prefix, ['16.5']),
    // `unless_gap(value, bin, bin before, step, plugin)`: the result for a step without rows is not documented.
    scalar(
      'unless_gap',
      ['any', 'any', 'any', 'any', 'string'],
      ([result, bin, before, step, plugin]) => sql`CASE WHEN ${bin!.sql} - ${before!.sql} > ${step!.sql}
    THEN ${refusal('plugin-step-gap', String(plugin!.constant))} ELSE ${result!.sql} END`,
      ['18.2', '18.4'],
    ),
    // `within(inside, near)`: whether rows near the ends of the time line count is not documented.
    scalar(
      'within',
      ['bool', 'bool'],
      ([inside, near]) => sql`CASE WHEN ${inside!.sql} THEN TRUE
    WHEN ${near!.sql} THEN ${refusal('sliding-window-outside')} ELSE FALSE END`,
      ['18.4'],
    ),
  ],
}
