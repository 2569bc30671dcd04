import { parseIsoDuration } from '@tripline/schemas'

/** Ticks of a duration of days, hours, minutes and whole seconds, which is what the service takes; undefined for anything else. */
export const parseServiceDuration = (text: unknown): bigint | undefined =>
  typeof text === 'string' && !/[W.]/.test(text) ? parseIsoDuration(text) : undefined
