import { ticksPerDay, ticksPerHour } from '@tripline/schemas'
import { parseDuration } from '../document/duration.ts'

/** How often a custom detection runs, and how far each run looks back, which the service decides (ticks). */
export interface DetectionFrequency {
  readonly name: string
  /** Zero: rows are examined as they arrive. */
  readonly every: bigint
  readonly lookback: bigint
}

const frequency = (name: string, every: bigint, lookback: bigint): DetectionFrequency => ({ name, every, lookback })

/** The schedules of rules over data of Defender XDR. */
const frequencies: readonly DetectionFrequency[] = [
  frequency('continuous', 0n, 0n),
  frequency('1h', ticksPerHour, 4n * ticksPerHour),
  frequency('3h', 3n * ticksPerHour, 12n * ticksPerHour),
  frequency('12h', 12n * ticksPerHour, 48n * ticksPerHour),
  frequency('24h', 24n * ticksPerHour, 30n * ticksPerDay),
]

/** Reads `1h`, `PT1H`, the `1H` of older rules, and `continuous`, `PT0S` or `0`. */
export function detectionFrequency(text: string): DetectionFrequency | undefined {
  if (text === 'continuous' || text === '0') return frequencies[0]
  const ticks = (parseDuration(text) ?? parseDuration(text.toLowerCase()))?.ticks
  return frequencies.find(({ every }) => every === ticks)
}

export const isContinuous = ({ every }: DetectionFrequency): boolean => every === 0n
