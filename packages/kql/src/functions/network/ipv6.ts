import { memoized } from '../../limits/bounded-cache.ts'
import { type RefusedValue, refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { anyTrue, listedTexts, parseIpv4, unpaddedIpv4 } from './ipv4.ts'

/** An address and its number of significant bits; `isV4`: it was written as an IPv4 address. */
interface Ipv6 {
  readonly address: bigint
  readonly prefix: number
  readonly isV4: boolean
}

const v4Block = 0xffff_0000_0000n

/** The groups on one side of `::`, or of a whole address; undefined if one is invalid. */
function groups(text: string): bigint[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  return parts.every(part => /^[\da-f]{1,4}$/i.test(part)) ? parts.map(part => BigInt(`0x${part}`)) : undefined
}

function groupsOf(text: string): bigint[] | undefined {
  const [left = '', right, ...more] = text.split('::')
  const [before, after] = [groups(left), right === undefined ? undefined : groups(right)]
  if (before === undefined || more.length > 0) return undefined
  if (right === undefined) return before.length === 8 ? before : undefined
  if (after === undefined || before.length + after.length > 7) return undefined
  return [...before, ...new Array<bigint>(8 - before.length - after.length).fill(0n), ...after]
}

/** The dotted tail of an address as two groups; undefined if it is invalid. */
function hexadecimal(ip: string): string | undefined {
  if (!ip.includes('.')) return ip
  const [, head, tail] = /^(.*:)([\d.]+)$/.exec(ip) ?? []
  const v4 = tail === undefined ? undefined : parseIpv4(tail)
  if (v4 === undefined) return undefined
  const bits = BigInt(v4.address)
  return `${head}${(bits >> 16n).toString(16)}:${(bits & 0xffffn).toString(16)}`
}

const unsettled = (text: string): RefusedValue => refusedValue('ipv6-mask', shownValue(text))

const number = (parts: readonly bigint[]): bigint => parts.reduce((sum, part) => (sum << 16n) | part, 0n)

/**
 * An IPv6 address, or an IPv4 one, which becomes `::ffff:a.b.c.d`. A mask after dotted numbers counts their bits, so `/24`
 * means 120 of 128; `::a.b.c.d` is the same address (parse_ipv6_mask's page). Other addresses may end in dotted numbers or in a
 * zone name, which is ignored (semantics 16.3).
 */
function readIpv6(text: string): Ipv6 | undefined {
  const v4 = unpaddedIpv4(text)
  if (v4) return { address: v4Block | BigInt(v4.address), prefix: 96 + v4.prefix, isV4: true }
  const [written = '', mask, ...more] = text.split('/')
  const ip = written.replace(/%[^%/]*$/, '')
  if (more.length > 0 || (mask !== undefined && !/^\d{1,3}$/.test(mask))) return undefined
  const bits = mask === undefined ? undefined : Number(mask)
  const dotted = /^::(?:ffff:)?((?:\d+\.){3}\d+)$/i.exec(ip)
  if (dotted) {
    const inner = parseIpv4(dotted[1]!)
    if (inner === undefined || (bits !== undefined && bits > 32)) return undefined
    return { address: v4Block | BigInt(inner.address), prefix: 96 + (bits ?? 32), isV4: false }
  }
  if (ip !== written && bits !== undefined) throw unsettled(text)
  const parts = groupsOf(hexadecimal(ip) ?? '')
  if (ip.includes('.') && bits !== undefined && parts !== undefined) throw unsettled(text)
  return parts === undefined || (bits !== undefined && bits > 128)
    ? undefined
    : { address: number(parts), prefix: bits ?? 128, isV4: false }
}

/** Rows have few distinct addresses and share all networks, so the latest results are cached. */
const parseIpv6: (text: string) => Ipv6 | undefined = memoized(4096, readIpv6)

const masked = (address: bigint, prefix: number): bigint => {
  const hidden = BigInt(128 - prefix)
  return (address >> hidden) << hidden
}

/** Eight groups of four hexadecimal digits. */
const canonical = (address: bigint): string =>
  address
    .toString(16)
    .padStart(32, '0')
    .replace(/.{4}(?!$)/g, '$&:')

function parsed(text: string, prefix: bigint | null): string {
  const ip = parseIpv6(text)
  if (ip === undefined || (prefix !== null && (prefix < 0n || prefix > 128n))) return ''
  return canonical(masked(ip.address, Math.min(ip.prefix, prefix === null ? 128 : Number(prefix))))
}

/** `::a.b.c.d` as `parse_ipv6` alone reads it: not as an IPv4-mapped address (semantics 16.3). */
function compatible(text: string): string | undefined {
  const [, dotted, mask] = /^::(\d+(?:\.\d+){3})(\/.*)?$/.exec(text) ?? []
  const v4 = dotted === undefined ? undefined : parseIpv4(dotted)
  if (v4 === undefined) return undefined
  if (mask !== undefined) throw unsettled(text)
  return canonical(BigInt(v4.address))
}

/** −1, 0 or 1 by the significant bits; the argument counts IPv4 bits if both are such addresses (semantics 16.3). */
function compareIpv6(left: string, right: string, prefix: bigint | null): number | null {
  const [a, b] = [parseIpv6(left), parseIpv6(right)]
  if (a === undefined || b === undefined) return null
  const most = a.isV4 && b.isV4 ? 32 : 128
  if (prefix !== null && (prefix < 0n || prefix > BigInt(most))) return null
  const bits = Math.min(a.prefix, b.prefix, prefix === null ? 128 : 128 - most + Number(prefix))
  const [x, y] = [masked(a.address, bits), masked(b.address, bits)]
  return x < y ? -1 : x > y ? 1 : 0
}

const isIn = (ip: string, range: string): boolean | null => {
  const difference = compareIpv6(ip, range, null)
  return difference === null ? null : difference === 0
}

/** Functions of both IPv6 and IPv4 addresses (semantics 16.3). Invalid addresses yield null, or '' for a string. */
export const ipv6Udfs = named({
  parse_ipv6: defineUdf({
    parameters: ['string'],
    result: 'string',
    nulls: 'propagate',
    call: (ip: string) => compatible(ip) ?? parsed(ip, null),
  }),
  parse_ipv6_mask: defineUdf({
    parameters: ['string', 'long'],
    result: 'string',
    nulls: 'receive',
    call: parsed,
  }),
  ipv6_prefix: defineUdf({
    parameters: ['string'],
    result: 'long',
    nulls: 'propagate',
    call: (ip: string) => {
      const prefix = parseIpv6(ip)?.prefix
      return prefix === undefined ? null : BigInt(prefix)
    },
  }),
  ipv6_compare: defineUdf({
    parameters: ['string', 'string', 'long'],
    result: 'long',
    nulls: 'receive',
    call: (left: string, right: string, prefix: bigint | null) => {
      const difference = compareIpv6(left, right, prefix)
      return difference === null ? null : BigInt(difference)
    },
  }),
  ipv6_is_match: defineUdf({
    parameters: ['string', 'string', 'long'],
    result: 'bool',
    nulls: 'receive',
    call: (left: string, right: string, prefix: bigint | null) => {
      const difference = compareIpv6(left, right, prefix)
      return difference === null ? null : difference === 0
    },
  }),
  ipv6_is_in_range: defineUdf({
    parameters: ['string', 'string'],
    result: 'bool',
    nulls: 'propagate',
    call: isIn,
  }),
  ipv6_is_in_any_range: defineUdf({
    parameters: ['string'],
    rest: 'dynamic',
    result: 'bool',
    nulls: 'propagate',
    call: (ip: string, ...ranges: readonly string[]) => anyTrue(ranges.map(listedTexts), range => isIn(ip, range)),
  }),
})
