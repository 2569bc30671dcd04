import { parseTimespan, ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from '@tripline/schemas'

/** A length of time: 100 ns ticks, and the text it was written as. */
export interface Duration {
  readonly ticks: bigint
  readonly text: string
}

const iso = /^P(?:(\d+)W|(?=.)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,7}))?S)?)?)$/

function parseIso(text: string): bigint | undefined {
  const match = iso.exec(text)
  if (!match) return undefined
  const [, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  return (
    (BigInt(weeks) * 7n + BigInt(days)) * ticksPerDay +
    BigInt(hours) * ticksPerHour +
    BigInt(minutes) * ticksPerMinute +
    BigInt(seconds) * ticksPerSecond +
    BigInt(fraction.padEnd(7, '0'))
  )
}

/**
 * Reads a KQL timespan (`1h`), an ISO 8601 duration (`PT1H`) or .NET TimeSpan text (`1.02:00:00`). Undefined for the rest:
 * months and years have no fixed length, a bare number has no unit, and no field of a rule can be negative.
 */
export function parseDuration(text: string): Duration | undefined {
  const ticks = parseIso(text) ?? parseTimespan(text)
  return ticks === undefined || ticks < 0n ? undefined : { ticks, text }
}

/** The ISO 8601 text that Sentinel's REST interface takes and answers, e.g. `P1DT12H`. */
export function isoDuration(ticks: bigint): string {
  const seconds = (ticks % ticksPerMinute) / ticksPerSecond
  const fraction = (ticks % ticksPerSecond).toString().padStart(7, '0').replace(/0+$/, '')
  const part = (count: bigint, unit: string): string => (count === 0n ? '' : `${count}${unit}`)
  const date = part(ticks / ticksPerDay, 'D')
  const time = [
    part((ticks / ticksPerHour) % 24n, 'H'),
    part((ticks / ticksPerMinute) % 60n, 'M'),
    fraction ? `${seconds}.${fraction}S` : part(seconds, 'S'),
  ].join('')
  return date || time ? `P${date}${time && `T${time}`}` : 'PT0S'
}

/** The shortest KQL timespan of whole units, e.g. `14d`, `36h`, `90s`. */
export function shortDuration(ticks: bigint): string {
  const units = [
    ['d', ticksPerDay],
    ['h', ticksPerHour],
    ['m', ticksPerMinute],
    ['s', ticksPerSecond],
  ] as const
  const unit = units.find(([, length]) => ticks % length === 0n)
  return unit ? `${ticks / unit[1]}${unit[0]}` : `${ticks}ticks`
}
