import { ticksPerMinute } from '@tripline/schemas'

/**
 * What Sentinel's documentation leaves open. Each decision is one declaration, cited by its number where it is used and
 * described in docs/replay-semantics.md. Changing a decision changes nothing else.
 */

/** R1: suppression starts at the scheduled time of the run that fired; a run exactly at its end is executed. */
export const runsAgain = (at: bigint, firedAt: bigint, duration: bigint): boolean => at >= firedAt + duration

/** R2: the grouping look-back starts at the incident's first alert and includes its end. */
export const withinLookback = (at: bigint, firstAt: bigint, lookback: bigint): boolean => at - firstAt <= lookback

interface Identity {
  readonly type: string
  readonly identifiers: Readonly<Record<string, string>>
}

/** R3: entities with the same type and identical identifiers are one entity. */
export const entityKey = ({ type, identifiers }: Identity): string =>
  JSON.stringify([type, ...Object.entries(identifiers).sort()])

/** R4: an alert over several rows takes placeholders, overrides and details from the first. */
export const representative = <Row>(rows: readonly Row[]): Row | undefined => rows[0]

/** R5: an override without a usable value falls back to the rule's value, independently of the others. */
export const overridden = <T>(own: T, override: T | undefined): T => override ?? own

/** R6: an identifier with an empty value is left out, and an entity left without identifiers is dropped. */
export const identifies = (text: string): boolean => text !== ''

/** R7: in titles, descriptions and entities, a value is written as `tostring` writes it. */
export { cellText as writtenValue } from './cell-text.ts'

/** R8: a near-real-time run at T reads what arrived in the minute that ends at T, and its alerts carry T. */
export const nrtWindow = (at: bigint) => ({ from: at - ticksPerMinute, to: at })

/** R9: a rule without incidentConfiguration creates an incident per alert. */
export const createsIncidentsByDefault = true

/** R10: a trigger that is met by zero rows raises one alert, even under AlertPerResult. */
export const alertsWithoutRows = 1

/** R11: a row that arrives exactly five minutes after the scheduled time is seen by the run, as a window's `visibleAt` is. */
export const scheduledVisibleAt = (at: bigint): bigint => at + 5n * ticksPerMinute

/** R12: the built-in account names that drop an entity are matched case-insensitively. */
export const isAccountName = (listed: string, name: string): boolean => listed === name.toUpperCase()

/** R13: a severity, tactic or technique from a column counts only as the API spells it. */
export const isAccepted = (allowed: readonly string[], value: string): boolean => allowed.includes(value)

/** R14: entities are measured in UTF-8 bytes of their JSON; the first that does not fit ends the list. */
export const maxEntityBytes = 64 * 1024

/** R15: details are measured in UTF-8 bytes of keys and values; one that does not fit is dropped, a later one may fit. */
export const maxDetailBytes = 2 * 1024

/** R16: a title or description that is too long with its values is cut after the last whole character. */
export const maxTitleBytes = 256
export const maxDescriptionBytes = 5 * 1024

/** R17: under AllEntities, alerts belong together when their sets of entities are equal; no entities equal no entities. */
export const allEntitiesKey = (entities: readonly Identity[]): string => JSON.stringify(entities.map(entityKey).sort())

/** R18: a run of a custom detection sees what arrived while it looks back; a continuous one, as R8. */
export const detectionWindow = (at: bigint, lookback: bigint) => ({ from: at - lookback, to: at })

/** R19: events with equal texts and entities are one alert, however long ago it was raised. */
export const detectionKey = ({
  title,
  description,
  entities,
  customDetails,
}: Readonly<Record<'title' | 'description' | 'entities' | 'customDetails', unknown>>): string =>
  JSON.stringify([title, description, entities, customDetails])
