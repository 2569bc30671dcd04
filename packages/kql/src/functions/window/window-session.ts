import { defineUdf, named } from '../../values/udf.ts'

const numbers = (text: string): (bigint | null)[] =>
  text === '' ? [] : text.split(',').map(item => (item === '' ? null : BigInt(item)))

/**
 * The start of each row's session (semantics 13.5): a new one begins without a row before, `fromFirst` after the first row,
 * `between` after the row before, and where a restart is asked for; a row without time ends one.
 */
function starts(
  times: readonly (bigint | null)[],
  fromFirst: bigint,
  between: bigint,
  restarts: readonly (bigint | null)[],
): (bigint | null)[] {
  let start: bigint | null = null
  let before: bigint | null = null
  return times.map((time, index) => {
    const continues =
      time !== null &&
      start !== null &&
      before !== null &&
      restarts[index] !== 1n &&
      time < start + fromFirst &&
      time < before + between
    start = continues ? start : time
    before = time
    return start
  })
}

/** `(times, fromFirst, between, restarts)`: ticks of all rows, and 1 where a session is to restart, separated by commas; a JSON array. */
export const windowSessionUdfs = named({
  row_window_session: defineUdf({
    parameters: ['string', 'long', 'long', 'string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (times: string, fromFirst: bigint, between: bigint, restarts: string) =>
      `[${starts(numbers(times), fromFirst, between, numbers(restarts))
        .map(start => start ?? 'null')
        .join(',')}]`,
  }),
})
