import type { HttpHeaders } from '@azure/core-rest-pipeline'

/** Headers that ask for a pause, each with how its value is read to milliseconds. */
const spellings: Readonly<Record<string, (value: string, now: number) => number | undefined>> = {
  'retry-after-ms': decimal,
  'x-ms-retry-after-ms': decimal,
  'retry-after': (value, now) => seconds(value) ?? untilDate(value, now),
}

/**
 * Milliseconds that an answer asks to wait; the longest when it asks more than once, undefined if it does not ask in
 * a way that can be understood. A time that has passed is 0.
 */
export function retryAfter(headers: Pick<HttpHeaders, 'get'>, now: number): number | undefined {
  const asked = Object.entries(spellings).flatMap(([name, read]) => read(headers.get(name)?.trim() ?? '', now) ?? [])
  return asked.length === 0 ? undefined : Math.max(...asked)
}

function decimal(value: string): number | undefined {
  const number = /^\+?\d+(\.\d*)?$/.test(value) ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

function seconds(value: string): number | undefined {
  const number = decimal(value)
  return number === undefined ? undefined : number * 1000
}

/** The three forms of RFC 9110, 5.6.7; the oldest has no zone and means UTC. `Date.parse` alone would read `-5` too. */
function untilDate(value: string, now: number): number | undefined {
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value)) return undefined
  const date = Date.parse(/GMT$/.test(value) ? value : `${value} GMT`)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
