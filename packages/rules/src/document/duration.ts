import {
  parseIsoDuration,
  parseTimespan,
  ticksPerDay,
  ticksPerHour,
  ticksPerMinute,
  ticksPerSecond,
} from '@tripline/schemas'

/** A length of time: 100 ns ticks, and the text it was written as. */
export interface Duration {
  readonly ticks: bigint
  readonly text: string
}

/**
 * Reads a KQL timespan (`1h`), an ISO 8601 duration (`PT1H`) or .NET TimeSpan text (`1.02:00:00`). Otherwise undefined:
 * months and years have no fixed length, a bare number has no unit, and no field of a rule can be negative.
 */
export function parseDuration(text: string): Duration | undefined {
  const ticks = parseIsoDuration(text) ?? parseTimespan(text)
  return ticks === undefined || ticks < 0n ? undefined : { ticks, text }
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
