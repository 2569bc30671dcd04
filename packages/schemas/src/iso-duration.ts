import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from './ticks.ts'

// More digits are never a valid duration, and would be slow to parse.
const iso =
  /^P(?:(\d{1,12})W|(?=.)(?:(\d{1,12})D)?(?:T(?=\d)(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:\.(\d{1,7}))?S)?)?)$/

/** Ticks of an ISO 8601 duration; undefined for other texts, months and years among them, whose length is not fixed. */
export function parseIsoDuration(text: string): bigint | undefined {
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

/** The ISO 8601 text of a duration in ticks, as Sentinel's REST interface takes and answers it, e.g. `P1DT12H`. */
export function formatIsoDuration(ticks: bigint): string {
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
