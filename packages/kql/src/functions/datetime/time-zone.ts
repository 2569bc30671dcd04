import { datetimeFromUnixMilliseconds, ticksPerMillisecond } from '@tripline/schemas'
import { memoized } from '../../limits/bounded-cache.ts'
import { datetimeOrNull } from '../../time/civil.ts'
import { type RefusedValue, refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

const quarterHour = 9_000_000_000n
const epoch = datetimeFromUnixMilliseconds(0)

/** Offsets change only on quarter hours, so one lookup serves all instants in between. */
const zoneOffsets = memoized(20, (zone: string): ((quarter: bigint) => bigint) | undefined => {
  const clock = clockOf(zone)
  if (clock === undefined) return undefined
  const offsetAt = memoized(10_000, (quarter: string): bigint => {
    const instant = Number((BigInt(quarter) * quarterHour - epoch) / ticksPerMillisecond)
    const read: Record<string, number> = {}
    for (const { type, value } of clock.formatToParts(instant)) read[type] = Number(value)
    const local = Date.UTC(2000, read.month! - 1, read.day, read.hour, read.minute, read.second)
    // Not in the call of Date.UTC, which reads the years 0 to 99 as 1900 to 1999.
    return (
      BigInt(new Date(local).setUTCFullYear(read.year!, read.month! - 1, read.day!) - instant) * ticksPerMillisecond
    )
  })
  return quarter => offsetAt(String(quarter))
})

function clockOf(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Whether the IANA database has a time zone of this name. */
export const isTimeZone = (zone: string): boolean => zoneOffsets(zone) !== undefined

/** `datetime_utc_to_local(ticks, zone)`; null for an unknown zone (semantics 6.17). */
export function utcToLocal(ticks: bigint, zone: string): bigint | null {
  const offset = zoneOffsets(zone)?.(ticks / quarterHour)
  if (offset === undefined) throw unknownZone(zone)
  return datetimeOrNull(ticks + offset)
}

/**
 * `datetime_local_to_utc(ticks, zone)`. Local times that occur twice or not at all use the larger offset, that of summer time:
 * a time inside the spring gap is treated like the hour before it (semantics 6.17).
 */
export function localToUtc(ticks: bigint, zone: string): bigint | null {
  const offsetAt = zoneOffsets(zone)
  if (offsetAt === undefined) throw unknownZone(zone)
  const day = 96n * quarterHour
  const around = [ticks - day, ticks + day].map(instant => offsetAt((instant < 0n ? 0n : instant) / quarterHour))
  const [larger, smaller] = around[0]! >= around[1]! ? around : [around[1], around[0]]
  const exact = [larger!, smaller!].find(
    offset => ticks >= offset && offsetAt((ticks - offset) / quarterHour) === offset,
  )
  return datetimeOrNull(ticks - (exact ?? larger!))
}

const unknownZone = (zone: string): RefusedValue => refusedValue('unsettled-call', `the time zone ${shownValue(zone)}`)

export const timeZoneUdfs = named({
  datetime_utc_to_local: defineUdf({
    parameters: ['datetime', 'string'],
    result: 'datetime',
    nulls: 'propagate',
    call: utcToLocal,
  }),
  datetime_local_to_utc: defineUdf({
    parameters: ['datetime', 'string'],
    result: 'datetime',
    nulls: 'propagate',
    call: localToUtc,
  }),
})
