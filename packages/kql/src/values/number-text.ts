import { refusedValue, shownValue } from './refused-value.ts'

const integer = /^\s*([+-]?\d+)\s*$/
const hexadecimal = /^\s*0[xX]0*(?!0[0-9a-fA-F])([0-9a-fA-F]+)\s*$/
const real = /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*$/
const special = /^\s*([+-]?)(nan|inf|infinity)\s*$/i

/** A whole number of `bits` bits; hexadecimal digits give its bit pattern (semantics 5.7). */
function wholeNumber(text: string, bits: 32 | 64): bigint | null {
  const decimal = integer.exec(text)?.[1]
  if (decimal !== undefined) {
    const value = BigInt(decimal.replace('+', ''))
    return BigInt.asIntN(bits, value) === value ? value : null
  }
  const digits = hexadecimal.exec(text)?.[1]
  return digits === undefined || digits.length > bits / 4 ? null : BigInt.asIntN(bits, BigInt(`0x${digits}`))
}

/** `tolong(text)`: a fraction, an exponent or a number beyond 64 bits is null (semantics 5.7). */
export const longOfText = (text: string): bigint | null => wholeNumber(text, 64)

/** `toint(text)`. */
export function intOfText(text: string): number | null {
  const value = wholeNumber(text, 32)
  return value === null ? null : Number(value)
}

/** `todouble(text)`: decimal notation, NaN and infinities in any case; too large a number is infinite (semantics 5.7). */
export function realOfText(text: string): number | null {
  const digits = real.exec(text)?.[1]
  if (digits !== undefined) return Number(digits)
  const [, sign, word] = special.exec(text) ?? []
  if (word === undefined) return null
  if (word.toLowerCase() === 'nan') return Number.NaN
  return sign === '-' ? -Infinity : Infinity
}

const isBlankAround = /^\s|\s$/

/** A text as a bool, ignoring blanks around it: for `parse` and constants (semantics 1.10). */
export function boolOfText(text: string): boolean | null {
  const word = text.trim().toLowerCase()
  if (word === 'true' || word === 'false') return word === 'true'
  const number = longOfText(text)
  return number === null ? null : number !== 0n
}

/**
 * `tobool(text)` of a row: null for a word next to a space; the effect of other blanks is not documented (semantics
 * 1.10).
 */
export function boolOfRow(text: string): boolean | null {
  const value = boolOfText(text)
  if (value === null || !isBlankAround.test(text)) return value
  if (/^(?: +[a-z]+|[a-z]+ +)$/i.test(text)) return null
  throw refusedValue('bool-blanks', shownValue(text))
}

/** `todecimal(text)` as plain digits without an exponent, redundant zeros or a negative zero; at most 34 significant digits. */
export function decimalOfText(text: string): string | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^\s*(?!\s)([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/.exec(text) ?? []
  if (sign === undefined || whole + fraction === '') return null
  const digits = `${whole}${fraction}`
  const point = whole.length + Number(exponent)
  const padded = digits.padStart(digits.length - Math.min(point, 0), '0').padEnd(point, '0')
  const at = Math.max(point, 0)
  const integral = padded.slice(0, at).replace(/^0+/, '')
  const rest = padded.slice(at).replace(/(?<!0)0+$/, '')
  if (integral.length + rest.replace(integral === '' ? /^0+/ : /^$/, '').length > 34) return null
  const size = `${integral || '0'}${rest === '' ? '' : `.${rest}`}`
  return sign === '-' && size !== '0' ? `-${size}` : size
}

/** Whether the carrier of decimals holds every digit: 20 before the point, 18 after it (semantics 5.10). */
export function isCarried(value: string): boolean {
  const [whole = '', fraction = ''] = value.replace('-', '').split('.')
  return whole.length <= 20 && fraction.length <= 18
}

/** {@link decimalOfText} if the carrier holds it; further digits after the point are cut (semantics 5.10). */
export function carriedDecimal(text: string): string | null {
  const value = decimalOfText(text)
  if (value !== null && !isCarried(value.replace(/\..*/, ''))) throw refusedValue('decimal-value', shownValue(text))
  return value
}

const guidStart = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})/i
const almostGuidStart = /^[\s({]*(?:[0-9a-f]-*){32}/i

/** `toguid(text)`: a guid in braces, or the one at the beginning, whatever follows it; lower case (semantics 1.12). */
export function guidAtStart(text: string): string | null {
  const whole = guidOfText(text)
  if (whole !== null) return whole
  const groups = guidStart.exec(text)
  if (groups !== null) return groups.slice(1).join('-').toLowerCase()
  if (almostGuidStart.test(text)) throw refusedValue('unsettled-call', `toguid() of ${shownValue(text)}`)
  return null
}

const digitsOnly = /^[0-9a-f]{32}$/

/** A text that is a guid as a whole, with or without hyphens, with or without braces; lower case. */
export function guidOfText(text: string): string | null {
  const bare = /^\s*(\{?)([0-9a-fA-F-]+)(\}?)\s*$/.exec(text)
  if (!bare || (bare[1] === '') !== (bare[3] === '')) return null
  const digits = bare[2]!.replaceAll('-', '').toLowerCase()
  return digitsOnly.test(digits) ? digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : null
}
