import { isRecord, type JsonRecord } from '@tripline/diagnostics'
import { formatIsoDuration, ticksPerDay, ticksPerHour } from '@tripline/schemas'
import { parseServiceDuration } from './interval.ts'

/** How the frequency and the period of a rule do not go together; undefined if they do. */
export function scheduleFault(properties: JsonRecord): string | undefined {
  const [frequency, period] = [properties.queryFrequency, properties.queryPeriod].map(parseServiceDuration)
  if (frequency === undefined || period === undefined) return undefined
  if (period < frequency) return 'The query period must not be shorter than the query frequency.'
  if (period >= 2n * ticksPerDay && frequency < ticksPerHour) {
    return 'A query period of two days or more needs a query frequency of at least one hour.'
  }
  return undefined
}

const durations = new Set(['queryFrequency', 'queryPeriod', 'suppressionDuration', 'lookbackDuration'])

/** The properties with every duration as the service gives it back. */
export function withStoredDurations(properties: JsonRecord): Record<string, unknown> {
  const members = Object.entries(properties).map(([name, value]) => {
    if (isRecord(value)) return [name, withStoredDurations(value)]
    const ticks = durations.has(name) ? parseServiceDuration(value) : undefined
    return [name, ticks === undefined ? value : formatIsoDuration(ticks)]
  })
  return Object.fromEntries(members)
}
