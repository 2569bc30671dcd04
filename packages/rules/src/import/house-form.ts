import type { JsonValue } from '@tripline/diagnostics'
import { parseDuration, shortDuration } from '../document/duration.ts'
import { entityTypes } from '../sentinel/entity-type.ts'

const operators: ReadonlyMap<string, string> = new Map([
  ['GreaterThan', 'gt'],
  ['LessThan', 'lt'],
  ['Equal', 'eq'],
  ['NotEqual', 'ne'],
])

/** How alerts are grouped, as the first version of the REST interface and AzSentinel call it. */
const matchingMethods: ReadonlyMap<string, string> = new Map([
  ['All', 'AllEntities'],
  ['None', 'AnyAlert'],
  ['Custom', 'Selected'],
])

const entityTypeNames = new Map(Object.keys(entityTypes).map(type => [type.toLowerCase(), type]))

const durations = new Set(['queryFrequency', 'queryPeriod', 'suppressionDuration', 'lookbackDuration'])

/** The value of a key in the forms of a rule file, without what says nothing: null, empty lists and mappings. */
export function houseForm(value: JsonValue, key: string): JsonValue {
  if (typeof value === 'string') return textOf(value, key)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(item => houseForm(item, key)).filter(item => !isNothing(item))
  const entries = Object.entries(value).map(([name, item]) => [name, houseForm(item, name)] as const)
  return Object.fromEntries(entries.filter(([, item]) => !isNothing(item)))
}

const isNothing = (value: JsonValue): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0)

function textOf(text: string, key: string): string {
  if (key === 'triggerOperator') return operators.get(text) ?? text
  if (key === 'matchingMethod') return matchingMethods.get(text) ?? text
  if (key === 'groupByEntities' || key === 'entityType') return entityTypeNames.get(text.toLowerCase()) ?? text
  // AzSentinel writes 5H and 30M.
  const duration = durations.has(key)
    ? parseDuration(text.replace(/^\d+[DHM]$/, found => found.toLowerCase()))
    : undefined
  if (duration) return shortDuration(duration.ticks)
  return text.replace(/\r\n/g, '\n')
}
