const second = 10_000_000n
const minute = 60n * second
const hour = 60n * minute
const day = 24n * hour

/** A length of time: 100 ns ticks, and the text it was written as. */
export interface Duration {
  readonly ticks: bigint
  readonly text: string
}

const unitTicks: Readonly<Record<string, bigint>> = {
  d: day,
  day: day,
  days: day,
  h: hour,
  hour: hour,
  hours: hour,
  m: minute,
  min: minute,
  minute: minute,
  minutes: minute,
  s: second,
  sec: second,
  second: second,
  seconds: second,
  ms: 10_000n,
}

/** Ticks of a decimal amount of a unit, or undefined when it is no whole number of ticks. */
function scaled(amount: string, unit: bigint): bigint | undefined {
  const [whole = '0', fraction = ''] = amount.split('.')
  const scale = 10n ** BigInt(fraction.length)
  const product = BigInt(whole + fraction) * unit
  return product % scale === 0n ? product / scale : undefined
}

const iso = /^P(?:(\d+)W|(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,7})?)S)?)?)$/
const dotNet = /^(?:(\d+)\.)?(\d{1,2}):([0-5]\d)(?::([0-5]\d(?:\.\d{1,7})?))?$/
const kusto = /^(\d+(?:\.\d+)?) ?([a-z]+)$/

function ticksOf(text: string): bigint | undefined {
  const suffixed = kusto.exec(text)
  if (suffixed) {
    const unit = unitTicks[suffixed[2]!]
    return unit === undefined ? undefined : scaled(suffixed[1]!, unit)
  }
  const parts = iso.exec(text)
  if (parts && text !== 'P') {
    const [, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] = parts
    return (
      BigInt(weeks) * 7n * day +
      BigInt(days) * day +
      BigInt(hours) * hour +
      BigInt(minutes) * minute +
      scaled(seconds, second)!
    )
  }
  const clock = dotNet.exec(text)
  if (clock && Number(clock[2]) < 24) {
    const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = clock
    return BigInt(days) * day + BigInt(hours) * hour + BigInt(minutes) * minute + scaled(seconds, second)!
  }
  return undefined
}

/**
 * Reads a KQL timespan (`1h`), an ISO 8601 duration (`PT1H`) or .NET TimeSpan text (`1.02:00:00`). Months and years have no
 * fixed length and a bare number no unit; both are undefined.
 */
export function parseDuration(text: string): Duration | undefined {
  const ticks = ticksOf(text.trim())
  return ticks === undefined ? undefined : { ticks, text }
}

/** The ISO 8601 text Sentinel's REST interface takes and answers: days, hours, minutes, seconds. */
export function isoDuration(duration: Duration): string {
  const parts = [
    [(duration.ticks / hour) % 24n, 'H'],
    [(duration.ticks / minute) % 60n, 'M'],
  ] as const
  const rest = duration.ticks % minute
  const fraction = (rest % second).toString().padStart(7, '0').replace(/0+$/, '')
  const seconds = rest === 0n ? '' : `${rest / second}${fraction && `.${fraction}`}S`
  const time = parts.map(([count, unit]) => (count === 0n ? '' : `${count}${unit}`)).join('') + seconds
  const days = duration.ticks / day
  if (days === 0n && time === '') return 'PT0S'
  return `P${days === 0n ? '' : `${days}D`}${time && `T${time}`}`
}
