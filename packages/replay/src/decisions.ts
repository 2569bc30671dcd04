/**
 * What Sentinel's documentation leaves open. Each answer is one line here, cited by its number where it is used and written up in
 * docs/replay-semantics.md; changing an answer changes nothing else.
 */
import { ticksPerMinute } from '@tripline/schemas'

/** R1: a row that arrived exactly five minutes after the scheduled time is seen by the run. The bound is exclusive. */
export const scheduledVisibleAt = (at: bigint): bigint => at + 5n * ticksPerMinute + 1n

/** R2: a near-real-time run at T reads the minute that ends at T, and its alerts carry T; its two minutes of delay change no row. */
export const nrtWindow = (at: bigint): { readonly from: bigint; readonly to: bigint } => ({
  from: at - ticksPerMinute,
  to: at,
})

/** R3: suppression counts from the scheduled time of the run that fired; a run exactly at its end executes. */
export const runsAgain = (at: bigint, firedAt: bigint, duration: bigint): boolean => at >= firedAt + duration

/** R4: AlertPerResult that triggers on no rows raises one alert, without entities. */
export const alertsOfNoRows = 1

/** R5: an alert over several rows takes placeholders, overrides and details from the first. */
export const representative = <Row>(rows: readonly Row[]): Row | undefined => rows[0]

/** R6: an identifier with an empty value is left out, and an entity left without identifiers is dropped. */
export const identifies = (text: string): boolean => text !== ''

/** R7: the built-in account names that drop an entity are compared without regard to case. */
export const sameAccountName = (listed: string, name: string): boolean => listed === name.toUpperCase()

/** R8: a severity, tactic or technique from a column counts only in the exact spelling of the API. */
export const acceptedValue = (allowed: readonly string[], value: string): boolean => allowed.includes(value)

/** R9: entities are measured as the UTF-8 bytes of their JSON; the first that does not fit ends the list. */
export const maxEntityBytes = 64 * 1024

/** R10: details are measured as the UTF-8 bytes of key and value; a value that does not fit is dropped, later ones may still fit. */
export const maxDetailBytes = 2 * 1024

/** R11: a rendered title or description that is too long is cut at a whole character. */
export const maxTitleBytes = 256
export const maxDescriptionBytes = 5 * 1024

/** R12: the grouping look-back counts from the incident's first alert and includes its end. */
export const withinLookback = (at: bigint, firstAt: bigint, lookback: bigint): boolean => at - firstAt <= lookback

/** R13: a rule that says nothing about incidents gets one for each alert. */
export const createsIncidentsByDefault = true

/** R14: under AllEntities two alerts without entities have the same entities. */
export const groupsWithoutEntities = true
