import {
  datetimeFromParts,
  maxDatetime,
  parseDatetimeIso,
  parseTimespan,
  ticksPerHour,
  ticksPerMinute,
} from '@tripline/schemas'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

const weekday = String.raw`(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?`
/**
 * The orders in which a date can be written (semantics 6.4); one separator throughout, and numbers with slashes are month
 * first.
 */
const dateForms = [
  String.raw`(?<y>\d{4})(?<s>[-/.])(?<m>\d\d?)\k<s>(?<d>\d\d?)`,
  String.raw`(?<y>\d{4}),\s*(?<m>\d\d?),\s*(?<d>\d\d?)`,
  String.raw`(?<y>\d{4})(?<m>\d\d)(?<d>\d\d)`,
  String.raw`(?<m>\d\d?)(?<s>[-/.])(?<d>\d\d?)\k<s>(?<y>\d{4})`,
  String.raw`(?<d>\d\d?)(?<s>-|\s+)(?<m>[a-z]{3,9})\k<s>(?<y>\d{4}|\d\d)`,
  String.raw`(?<m>[a-z]{3,9})\s+(?<d>\d\d?),?\s+(?<y>\d{4})`,
]
const time = String.raw`(?:(?:t|\s+)(?<H>\d\d?):(?<M>\d\d)(?::(?<S>\d\d)(?:\.(?<f>\d*))?)?(?:\s*(?<half>[ap])m)?)?`
const zone = String.raw`(?:\s*(?:z|gmt|utc|(?<sign>[+-])(?<oh>\d\d):?(?<om>\d\d)))?`
const expressions = dateForms.map(date => new RegExp(`^${weekday}${date}${time}${zone}$`, 'i'))

/** `todatetime(text)` and the text of a datetime literal, in every form that Kusto reads (semantics 6.4); otherwise null. */
export function parseKustoDatetime(text: string): bigint | null {
  const trimmed = text.trim()
  const iso = parseDatetimeIso(trimmed)
  if (iso !== undefined) return iso
  for (const expression of expressions) {
    const groups = expression.exec(trimmed)?.groups
    if (groups !== undefined) return datetimeOf(groups)
  }
  return null
}

function datetimeOf(groups: Readonly<Record<string, string | undefined>>): bigint | null {
  const { y = '', m = '', d, H, M, S, f = '', half, sign, oh, om } = groups
  const month = /\d/.test(m) ? Number(m) : monthNumber(m)
  const hour = clockHour(Number(H ?? 0), half)
  if (hour === undefined || (sign !== undefined && H === undefined)) return null
  const local = datetimeFromParts({
    year: fullYear(y),
    month,
    day: Number(d),
    hour,
    minute: Number(M ?? 0),
    second: Number(S ?? 0),
    fraction: f.slice(0, 7),
  })
  if (local === undefined || sign === undefined) return local ?? null
  if (Number(oh) > 14 || Number(om) > 59) return null
  const offset = BigInt(oh!) * ticksPerHour + BigInt(om!) * ticksPerMinute
  const utc = sign === '-' ? local + offset : local - offset
  return utc >= 0n && utc <= maxDatetime ? utc : null
}

/** 0, which no date has, for a word that is not a month. */
const monthNumber = (word: string): number => {
  const name = word.toLowerCase()
  return (name.length === 3 ? months : monthNames).indexOf(name) + 1
}

/** Two digits: RFC 822 years, 1950 to 2049. */
const fullYear = (digits: string): number =>
  digits.length === 4 ? Number(digits) : Number(digits) + (Number(digits) < 50 ? 2000 : 1900)

const clockHour = (hour: number, half: string | undefined): number | undefined => {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

/** `totimespan(text)`: `[-][d.]hh:mm[:ss[.f]]` or a literal such as `90s`; a bare number is null (semantics 6.7). */
export const parseKustoTimespan = (text: string): bigint | null => parseTimespan(text.trim()) ?? null
