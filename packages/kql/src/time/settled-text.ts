import { refusedValue, shownValue } from '../values/refused-value.ts'
import { parseKustoDatetime, parseKustoTimespan } from './datetime-text.ts'

/**
 * Texts of which the documentation does not say how they are read: a year or a month alone, a time alone, more than seven
 * digits of a second, a clock of twelve hours, and years of two digits that may be in either century.
 */
const unsettledDatetime =
  /^\s*\d{4}(?:-\d\d)?\s*$|^\s*\d\d?:\d\d|:\d\d\.\d{8}|\d\s*[ap]m\b|^\D*\d\d?(?:-|\s+)[a-z]{3,9}(?:-|\s+)[34]\d\b/i

/** `todatetime(text)`; null for what is not a datetime (semantics 6.4). */
export function datetimeOfText(text: string): bigint | null {
  if (unsettledDatetime.test(text)) throw refusedValue('unsettled-call', `todatetime() of ${shownValue(text)}`)
  return parseKustoDatetime(text)
}

/** A clock without seconds, or with parts beyond a day, an hour or a minute. */
const unsettledTimespan =
  /^\s*-?(?:\d+\.)?(?:\d+:\d+\s*$|(?:2[4-9]|[3-9]\d|\d{3,}):|\d+:(?:[6-9]\d|\d{3,})|\d+:\d+:[6-9]\d)/

/** `totimespan(text)`; null for what is not a timespan (semantics 6.7). */
export function timespanOfText(text: string): bigint | null {
  if (unsettledTimespan.test(text)) throw refusedValue('unsettled-call', `totimespan() of ${shownValue(text)}`)
  return parseKustoTimespan(text)
}
