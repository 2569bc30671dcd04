import { memoized } from '../../limits/bounded-cache.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { anyTrue, listedTexts, parseIpv4 } from './ipv4.ts'

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const prefix = new RegExp(`^${octet}\\.(?:${octet}\\.){0,2}$`)

/** The search for something that is not an address or prefix, which never matches: `127.0.0.256`, `127.0` (semantics 16.4). */
const neverMatches = /$^a/

/** The address with no letter or digit on either side. */
const delimited = (inner: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])${inner}(?![\\p{L}\\p{N}])`, 'u')

const literally = (text: string): string => text.replaceAll('.', '\\.')

const addressSearch = memoized(4096, ip =>
  ip.includes('/') || parseIpv4(ip) === undefined ? neverMatches : delimited(literally(ip)),
)

/** A whole address, or its beginning up to a dot; the rest in the text must complete a valid address. */
const prefixSearch = memoized(4096, text => {
  if (!prefix.test(text)) return addressSearch(text)
  const dots = text.split('.').length - 1
  return delimited(`${literally(text)}${`${octet}\\.`.repeat(3 - dots)}${octet}`)
})

const one = (search: (sought: string) => RegExp) =>
  defineUdf({
    parameters: ['string', 'string'],
    result: 'bool',
    nulls: 'propagate',
    call: (source: string, sought: string) => search(sought).test(source),
  })

const any = (search: (sought: string) => RegExp) =>
  defineUdf({
    parameters: ['string'],
    rest: 'dynamic',
    result: 'bool',
    nulls: 'receive',
    call: (source: string, ...sought: readonly (string | null)[]) =>
      anyTrue(
        sought.map(cell => (cell === null ? [] : listedTexts(cell))),
        text => search(text).test(source),
      ),
  })

/** Searches for IPv4 addresses in a text (semantics 16.4). */
export const ipv4SearchUdfs = named({
  has_ipv4: one(addressSearch),
  has_ipv4_prefix: one(prefixSearch),
  has_any_ipv4: any(addressSearch),
  has_any_ipv4_prefix: any(prefixSearch),
})
