import { isRecord, type JsonRecord } from '@tripline/diagnostics'
import { formatIsoDuration, ticksPerDay, ticksPerHour, ticksPerMinute } from '@tripline/schemas'
import { parseServiceDuration } from './interval.ts'

const oneOf =
  (...texts: readonly string[]) =>
  (value: unknown): boolean =>
    typeof value === 'string' && texts.includes(value)
const between = (low: number, high: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= low && (value as number) <= high
const flag = (value: unknown): boolean => typeof value === 'boolean'
const text = (longest: number) => (value: unknown) =>
  typeof value === 'string' && value.length > 0 && value.length <= longest
const lasting = (low: bigint, high: bigint) => (value: unknown) => {
  const ticks = parseServiceDuration(value)
  return ticks !== undefined && ticks >= low && ticks <= high
}

/** What a property's value must be, where the service is known to look. */
const valid: Readonly<Record<string, (value: unknown) => boolean>> = {
  displayName: text(256),
  enabled: flag,
  severity: oneOf('High', 'Medium', 'Low', 'Informational'),
  query: text(10_000),
  queryFrequency: lasting(5n * ticksPerMinute, 14n * ticksPerDay),
  queryPeriod: lasting(5n * ticksPerMinute, 14n * ticksPerDay),
  triggerOperator: oneOf('GreaterThan', 'LessThan', 'Equal', 'NotEqual'),
  triggerThreshold: between(0, 10_000),
  suppressionEnabled: flag,
  suppressionDuration: lasting(0n, ticksPerDay),
}

/** What is wrong with a rule's properties, or undefined. */
export function propertyFault(properties: JsonRecord): string | undefined {
  for (const [name, isValid] of Object.entries(valid)) {
    if (properties[name] !== undefined && !isValid(properties[name])) {
      return `Invalid value for property '${name}': ${JSON.stringify(properties[name])}`
    }
  }
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
