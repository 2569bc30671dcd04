import { type FunctionRow, udf } from './row.ts'

/** What only plugins call. */
export const pluginFunctions: readonly FunctionRow[] = [udf('ipv6_prefix', ['16.5'])]
