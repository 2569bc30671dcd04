import { defineUdf, named } from '../../values/udf.ts'

const numbers = (text: string): (bigint | null)[] =>
  text === '' ? [] : text.split(',').map(item => (item === '' ? null : BigInt(item)))

/**
 * The start of each row's session (semantics 13.5): a new session begins if there is no row before, `fromFirst` or more after
 * the first row, `between` or more after the previous row, and where a restart is requested; a row without a time ends a
 * session.
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

/**
 * `(times, fromFirst, between, restarts)`: comma-separated ticks of all rows, and 1 where a session restarts; returns a JSON
 * array.
 */
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
