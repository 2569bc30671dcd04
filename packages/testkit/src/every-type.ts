import { type Column, columnTypes } from '@tripline/schemas'
import { randomOf } from './generated-inputs.ts'

/** Cells as the engine has them: datetimes and timespans in ticks, dynamics as JSON. */
export interface TypedRows {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly (boolean | number | bigint | string | null)[])[]
}

/** Values of every type at their edges, and what random numbers make. The same seed gives the same rows. */
export function everyType(count: number, seed = 7): TypedRows {
  const random = randomOf(seed)
  const pick = <T>(...values: readonly T[]): T => values[random(values.length)]!
  // In the order of the types.
  const rows = Array.from({ length: count }, () => [
    pick<boolean | null>(true, false, null),
    pick<number | null>(0, -(2 ** 31), 2 ** 31 - 1, random(1000), null),
    pick<bigint | null>(2n ** 63n - 1n, -(2n ** 63n), 9_007_199_254_740_993n, BigInt(random(1000)), null),
    pick<number | null>(0.1, -1e300, 5e-324, Number.NaN, Infinity, -Infinity, random(1000) / 7, null),
    pick<string | null>('1.25', '-0.000001', '12345678901234567.5', null),
    pick('', 'a', '"quoted" \\ \n\t', 'é中\u{1f600}', "it's", '\u2028', ' padded '),
    pick<bigint | null>(0n, 3_155_378_975_999_999_999n, 639_000_000_000_000_001n, null),
    pick<bigint | null>(0n, -1n, 864_000_000_000n, 937_845_000_000n, null),
    pick<string | null>('74be27de-1e4e-49d9-b579-fe0b331d3642', '00000000-0000-0000-0000-000000000000', null),
    pick<string | null>('{"a":[1,null,"x"]}', '[]', '"text"', '9007199254740993', 'true', '{}', '[{"b":1.5}]', null),
  ])
  return { columns: columnTypes.map(type => ({ name: `c_${type}`, type })), rows }
}
