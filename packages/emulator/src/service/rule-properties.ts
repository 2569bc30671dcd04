import { durationSeconds, durationText } from './duration.ts'

type Properties = Readonly<Record<string, unknown>>

const oneOf =
  (...texts: readonly string[]) =>
  (value: unknown): boolean =>
    typeof value === 'string' && texts.includes(value)
const between = (low: number, high: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= low && (value as number) <= high
const flag = (value: unknown): boolean => typeof value === 'boolean'
const text = (longest: number) => (value: unknown) =>
  typeof value === 'string' && value.length > 0 && value.length <= longest
const day = 86_400
const span = (low: number, high: number) => (value: unknown) => {
  const seconds = durationSeconds(value)
  return seconds !== undefined && seconds >= low && seconds <= high
}

/** What a property's value must be, where the service is known to look. */
const valid: Readonly<Record<string, (value: unknown) => boolean>> = {
  displayName: text(256),
  enabled: flag,
  severity: oneOf('High', 'Medium', 'Low', 'Informational'),
  query: text(10_000),
  queryFrequency: span(300, 14 * day),
  queryPeriod: span(300, 14 * day),
  triggerOperator: oneOf('GreaterThan', 'LessThan', 'Equal', 'NotEqual'),
  triggerThreshold: between(0, 10_000),
  suppressionEnabled: flag,
  suppressionDuration: span(0, day),
}

/** What is wrong with a rule's properties, or undefined. */
export function propertyFault(properties: Properties): string | undefined {
  for (const [name, isValid] of Object.entries(valid)) {
    if (properties[name] !== undefined && !isValid(properties[name])) {
      return `Invalid value for property '${name}': ${JSON.stringify(properties[name])}`
    }
  }
  const [frequency, period] = [properties.queryFrequency, properties.queryPeriod].map(durationSeconds)
  if (frequency === undefined || period === undefined) return undefined
  if (period < frequency) return 'The query period must not be shorter than the query frequency.'
  if (period >= 2 * day && frequency < 3_600) {
    return 'A query period of two days or more needs a query frequency of at least one hour.'
  }
  return undefined
}

const durations = new Set(['queryFrequency', 'queryPeriod', 'suppressionDuration', 'lookbackDuration'])

/** The properties with every duration as the service gives it back. */
export function withStoredDurations(properties: Properties): Record<string, unknown> {
  const members = Object.entries(properties).map(([name, value]) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return [name, withStoredDurations(value as Properties)]
    }
    const seconds = durations.has(name) ? durationSeconds(value) : undefined
    return [name, seconds === undefined ? value : durationText(seconds)]
  })
  return Object.fromEntries(members)
}
