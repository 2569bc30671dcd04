import { datetimeFromUnixMilliseconds, parseDatetimeIso, parseIsoDuration } from '@tripline/schemas'

/** Ticks of a duration of days, hours, minutes and whole seconds, which is what the service takes; undefined for anything else. */
export const parseServiceDuration = (text: unknown): bigint | undefined =>
  typeof text === 'string' && !/[W.]/.test(text) ? parseIsoDuration(text) : undefined

/** Half-open range of ticks. */
export interface TickRange {
  readonly from: bigint
  readonly to: bigint
}

/**
 * The range that an ISO 8601 interval means: `start/end`, `start/duration`, `duration/end`, or a duration up to now.
 * Undefined if the text is none of these.
 */
export function parseInterval(text: string, now: Date): TickRange | undefined {
  const [first = '', second, ...more] = text.split('/')
  if (more.length > 0) return undefined
  if (second === undefined) return rangeBefore(parseIsoDuration(first), datetimeFromUnixMilliseconds(now.getTime()))
  const start = parseDatetimeIso(first)
  const end = parseDatetimeIso(second)
  if (start === undefined) return rangeBefore(parseIsoDuration(first), end)
  const length = parseIsoDuration(second)
  const to = end ?? (length === undefined ? undefined : start + length)
  return to === undefined || to < start ? undefined : { from: start, to }
}

const rangeBefore = (length: bigint | undefined, to: bigint | undefined): TickRange | undefined =>
  length === undefined || to === undefined ? undefined : { from: to - length, to }
