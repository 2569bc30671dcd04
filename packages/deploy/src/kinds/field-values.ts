import { parseDuration } from '@tripline/rules'

/** ISO 8601 durations are equal if they last as long. */
export const ofDuration = (value: unknown): unknown =>
  typeof value === 'string' ? (parseDuration(value)?.ticks.toString() ?? value) : value

/** Instants are equal however many digits the second has. */
export const ofInstant = (value: unknown): unknown =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? Date.parse(value) : value

/** Lists that are sets. */
export const unordered = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : value)

/** The service may change line ends, and drop the last one. */
export const ofText = (value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\r\n', '\n').replace(/\n+$/, '') : value
