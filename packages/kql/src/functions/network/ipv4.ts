import { memoized } from '../../limits/bounded-cache.ts'
import { cellJson, type Json, writeJson } from '../../values/json.ts'
import { refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

/** An address and its number of significant bits: 32 unless the text ends in `/n`. */
export interface Ipv4 {
  readonly address: number
  readonly prefix: number
}

const digit = (text: string, at: number): number => {
  const code = text.charCodeAt(at) - 48
  return code >= 0 && code <= 9 ? code : -1
}

/** `a.b.c.d[/n]`, decimal without leading zeros; undefined for anything else. Parsed by hand, because it runs for every row. */
export function parseIpv4(text: string): Ipv4 | undefined {
  let at = 0
  const number = (most: number): number => {
    let value = digit(text, at)
    if (value < 0) return -1
    const start = at++
    for (let next = digit(text, at); next >= 0; next = digit(text, at)) {
      if (value === 0 || at - start > 2) return -1
      value = value * 10 + next
      at++
    }
    return value <= most ? value : -1
  }
  let address = 0
  for (let index = 0; index < 4; index++) {
    if (index > 0 && text.charCodeAt(at++) !== 46) return undefined
    const part = number(255)
    if (part < 0) return undefined
    address = address * 256 + part
  }
  if (at === text.length) return { address, prefix: 32 }
  if (text.charCodeAt(at++) !== 47) return undefined
  const prefix = number(32)
  return prefix < 0 || at !== text.length ? undefined : { address, prefix }
}

/** {@link parseIpv4} where the effect of blanks around an address is not documented: such a text is refused. */
export function unpaddedIpv4(text: string): Ipv4 | undefined {
  const address = parseIpv4(text)
  if (address === undefined && text.length < 40 && parseIpv4(text.trim()) !== undefined)
    throw refusedValue('ipv4-blanks', shownValue(text))
  return address
}

const masked = (address: number, prefix: number): number => (prefix === 0 ? 0 : (address & (-1 << (32 - prefix))) >>> 0)

const ipv4Text = (address: number): string =>
  `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`

/** A prefix argument: 32 if omitted, undefined outside 0..32. */
function prefixOf(argument: bigint | null): number | undefined {
  if (argument === null) return 32
  return argument >= 0n && argument <= 32n ? Number(argument) : undefined
}

/** −1, 0 or 1 by the significant bits: the fewest of both texts and the argument (semantics 16.2). */
function compareIpv4(a: Ipv4 | undefined, b: Ipv4 | undefined, prefix: number | undefined): number | null {
  if (a === undefined || b === undefined || prefix === undefined) return null
  const bits = Math.min(a.prefix, b.prefix, prefix)
  return Math.sign(masked(a.address, bits) - masked(b.address, bits))
}

const isIn = (ip: Ipv4 | undefined, range: Ipv4 | undefined): boolean | null => {
  const difference = compareIpv4(ip, range, 32)
  return difference === null ? null : difference === 0
}

/** The texts in the arguments, each of which is a text or an array of texts. */
export const listedTexts: (cell: string) => readonly string[] = memoized(256, cell => {
  const value = cellJson(cell)
  return (Array.isArray(value) ? value : [value]).map((item: Json) => {
    if (typeof item === 'string') return item
    throw refusedValue('unsettled-call', `a list of addresses with ${shownValue(writeJson(item))}`)
  })
})

/** `a or b or …`: true if any is, else null if any is. */
export function anyTrue<Item>(lists: readonly (readonly Item[])[], test: (item: Item) => boolean | null) {
  let answer: boolean | null = false
  for (const list of lists) {
    for (const item of list) {
      const found = test(item)
      if (found) return true
      if (found === null) answer = null
    }
  }
  return answer
}

/** A list of networks is usually the same text in every row. */
const listedNetworks = memoized(256, cell => listedTexts(cell).map(unpaddedIpv4))

const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(parseIpv4)

/** The address under its own mask and the argument's; whole numbers are addresses too (format_ipv4's page). */
function formatted(ip: string, prefix: bigint | null): { readonly text: string; readonly bits: number } | undefined {
  const parsed = /^\d+$/.test(ip) && Number(ip) <= 0xffffffff ? { address: Number(ip), prefix: 32 } : unpaddedIpv4(ip)
  const wanted = prefixOf(prefix)
  if (parsed === undefined || wanted === undefined) return undefined
  const bits = Math.min(parsed.prefix, wanted)
  return { text: ipv4Text(masked(parsed.address, bits)), bits }
}

function parseMasked(ip: string, prefix: bigint | null): bigint | null {
  const parsed = unpaddedIpv4(ip)
  const wanted = prefixOf(prefix)
  if (parsed === undefined || wanted === undefined) return null
  return BigInt(masked(parsed.address, Math.min(parsed.prefix, wanted)))
}

/** The fewest networks that cover an inclusive range, in order. */
function cidrs(start: number, end: number): string[] {
  const networks: string[] = []
  for (let at = start; at <= end; ) {
    let size = at === 0 ? 2 ** 32 : (at & -at) >>> 0
    while (at + size - 1 > end) size /= 2
    networks.push(`${ipv4Text(at)}/${32 - Math.log2(size)}`)
    at += size
  }
  return networks
}

const long = (value: number | null): bigint | null => (value === null ? null : BigInt(value))

/** Functions of IPv4 addresses (semantics 16.1 to 16.3). Invalid addresses yield null, or '' for a string. */
export const ipv4Udfs = named({
  parse_ipv4: defineUdf({
    parameters: ['string'],
    result: 'long',
    nulls: 'propagate',
    // Blanks around the address are ignored.
    call: (ip: string) => parseMasked(ip.trim(), null),
  }),
  parse_ipv4_mask: defineUdf({
    parameters: ['string', 'long'],
    result: 'long',
    nulls: 'propagate',
    call: parseMasked,
  }),
  ipv4_compare: defineUdf({
    parameters: ['string', 'string', 'long'],
    result: 'long',
    nulls: 'receive',
    call: (left: string, right: string, prefix: bigint | null) =>
      long(compareIpv4(unpaddedIpv4(left), unpaddedIpv4(right), prefixOf(prefix))),
  }),
  ipv4_is_match: defineUdf({
    parameters: ['string', 'string', 'long'],
    result: 'bool',
    nulls: 'receive',
    call: (left: string, right: string, prefix: bigint | null) => {
      const difference = compareIpv4(unpaddedIpv4(left), unpaddedIpv4(right), prefixOf(prefix))
      return difference === null ? null : difference === 0
    },
  }),
  ipv4_is_in_range: defineUdf({
    parameters: ['string', 'string'],
    result: 'bool',
    nulls: 'propagate',
    call: (ip: string, range: string) => isIn(unpaddedIpv4(ip), unpaddedIpv4(range)),
  }),
  ipv4_is_in_any_range: defineUdf({
    parameters: ['string'],
    rest: 'dynamic',
    result: 'bool',
    nulls: 'propagate',
    call: (ip: string, ...ranges: readonly string[]) => {
      const address = unpaddedIpv4(ip)
      return anyTrue(ranges.map(listedNetworks), range => isIn(address, range))
    },
  }),
  ipv4_is_private: defineUdf({
    parameters: ['string'],
    result: 'bool',
    nulls: 'propagate',
    call: (ip: string) => {
      const address = unpaddedIpv4(ip)
      return anyTrue([privateNetworks], network => isIn(address, network))
    },
  }),
  ipv4_netmask_suffix: defineUdf({
    parameters: ['string'],
    result: 'long',
    nulls: 'propagate',
    call: (ip: string) => long(unpaddedIpv4(ip)?.prefix ?? null),
  }),
  format_ipv4: defineUdf({
    parameters: ['string', 'long'],
    result: 'string',
    nulls: 'receive',
    call: (ip: string, prefix: bigint | null) => formatted(ip, prefix)?.text ?? '',
  }),
  format_ipv4_mask: defineUdf({
    parameters: ['string', 'long'],
    result: 'string',
    nulls: 'receive',
    call: (ip: string, prefix: bigint | null) => {
      const address = formatted(ip, prefix)
      return address === undefined ? '' : `${address.text}/${address.bits}`
    },
  }),
  ipv4_range_to_cidr_list: defineUdf({
    parameters: ['string', 'string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (start: string, end: string) => {
      const [first, last] = [unpaddedIpv4(start), unpaddedIpv4(end)]
      return first && last ? writeJson(cidrs(first.address, last.address)) : null
    },
  }),
})
