import { describe, expect, it } from 'vitest'
import { ipv4Udfs } from '../../../src/functions/network/ipv4.ts'
import { ipv4SearchUdfs } from '../../../src/functions/network/ipv4-search.ts'
import { ipv6Udfs } from '../../../src/functions/network/ipv6.ts'
import { caller } from '../call.ts'

const call = caller({ ...ipv4Udfs, ...ipv4SearchUdfs, ...ipv6Udfs })

// Semantics 16.1 to 16.4 and the functions' documentation pages; RFC 1918 for private networks, RFC 4291 for IPv6 text.
describe('IPv4 addresses', () => {
  it.each([
    ['parse_ipv4', ['1.2.3.4'], 16909060n],
    ['parse_ipv4', ['1.2.3.4/16'], 16908288n],
    ['parse_ipv4', ['255.255.255.255'], 4294967295n],
    ['parse_ipv4', ['1.2.3.4/0'], 0n],
    ['parse_ipv4', ['1.2.3'], null],
    ['parse_ipv4', ['1.2.3.4.5'], null],
    ['parse_ipv4', ['1.2.3.04'], null],
    ['parse_ipv4', ['1.2.3.1000'], null],
    ['parse_ipv4', ['1.2.3.4/'], null],
    ['parse_ipv4', ['1.2.3.256'], null],
    ['parse_ipv4', ['1.2.3.4/33'], null],
    ['parse_ipv4', ['::1'], null],
    ['parse_ipv4', [''], null],
    ['parse_ipv4_mask', ['1.2.3.4', 8n], 16777216n],
    ['parse_ipv4_mask', ['1.2.3.4/8', 24n], 16777216n],
    ['parse_ipv4_mask', ['1.2.3.4', 33n], null],
    ['ipv4_compare', ['10.0.0.1', '10.0.0.2', null], -1n],
    ['ipv4_compare', ['200.0.0.1', '10.0.0.2', null], 1n],
    ['ipv4_compare', ['10.0.0.1/24', '10.0.0.2', null], 0n],
    ['ipv4_compare', ['10.0.0.1', '10.0.0.2', 24n], 0n],
    ['ipv4_compare', ['10.0.0.1', 'host', null], null],
    ['ipv4_is_match', ['10.1.2.3', '10.1.9.9', 16n], true],
    ['ipv4_is_match', ['10.1.2.3', '10.2.2.3', 16n], false],
    ['ipv4_is_match', ['10.1.2.3', '10.1.2.3', -1n], null],
    ['ipv4_is_in_range', ['192.0.2.200', '192.0.2.0/24'], true],
    ['ipv4_is_in_range', ['192.0.3.200', '192.0.2.0/24'], false],
    ['ipv4_is_in_any_range', ['192.0.2.9', '"10.0.0.0/8"', '"192.0.2.0/28"'], true],
    ['ipv4_is_in_any_range', ['192.0.2.9', '["10.0.0.0/8","192.0.2.9"]'], true],
    ['ipv4_is_in_any_range', ['192.0.2.9', '[]'], false],
    ['ipv4_is_in_any_range', ['nowhere', '["10.0.0.0/8"]'], null],
    ['ipv4_is_private', ['172.31.255.255'], true],
    ['ipv4_is_private', ['172.32.0.0'], false],
    ['ipv4_is_private', ['192.168.4.4/24'], true],
    ['ipv4_is_private', ['fe80::1'], null],
    ['ipv4_netmask_suffix', ['10.0.0.1/9'], 9n],
    ['ipv4_netmask_suffix', ['10.0.0.1'], 32n],
    ['format_ipv4', ['10.1.2.3', null], '10.1.2.3'],
    ['format_ipv4', ['16909060', 24n], '1.2.3.0'],
    ['format_ipv4', ['10.1.2.3', 40n], ''],
    ['format_ipv4_mask', ['10.1.2.3/20', 24n], '10.1.0.0/20'],
    // .1 alone, .2 and .3 together, .4
    ['ipv4_range_to_cidr_list', ['10.0.0.1', '10.0.0.4'], '["10.0.0.1/32","10.0.0.2/31","10.0.0.4/32"]'],
    ['ipv4_range_to_cidr_list', ['0.0.0.0', '255.255.255.255'], '["0.0.0.0/0"]'],
  ] as const)('%s %o is %s', (name, cells, value) => expect(call(name, ...cells)).toBe(value))
})

describe('IPv4 addresses in a text', () => {
  it.each([
    ['has_ipv4', 'from:10.0.0.1;', '10.0.0.1', true],
    ['has_ipv4', 'from:10.0.0.11', '10.0.0.1', false],
    ['has_ipv4', 'x10.0.0.1', '10.0.0.1', false],
    ['has_ipv4', '10x0.0.1', '10.0.0.1', false],
    ['has_ipv4', 'at 10.0.0.300', '10.0.0.300', false],
    ['has_ipv4', '10.0.0.1', '', false],
    ['has_ipv4_prefix', 'GET 10.20.30.40', '10.20.', true],
    ['has_ipv4_prefix', 'GET 10.20.30.40', '10.20', false],
    ['has_ipv4_prefix', 'GET 10.20.30.400', '10.20.', false],
    ['has_ipv4_prefix', 'GET 10.20.30', '10.20.', false],
    ['has_ipv4_prefix', 'GET 10.20.30.40', '10.20.30.40', true],
    ['has_any_ipv4', 'to 10.0.0.2', '["10.0.0.1","10.0.0.2"]', true],
    ['has_any_ipv4', 'to 10.0.0.2', '"10.0.0.1"', false],
    ['has_any_ipv4_prefix', 'to 10.0.0.2', '["192.","10."]', true],
  ] as const)('%s(%s, %s) is %s', (name, text, sought, value) => expect(call(name, text, sought)).toBe(value))
})

describe('IPv6 addresses', () => {
  it.each([
    ['parse_ipv6', ['2001:db8::FF'], '2001:0db8:0000:0000:0000:0000:0000:00ff'],
    ['parse_ipv6', ['2001:db8:1:2:3:4:5:6/48'], '2001:0db8:0001:0000:0000:0000:0000:0000'],
    ['parse_ipv6', ['::'], '0000:0000:0000:0000:0000:0000:0000:0000'],
    ['parse_ipv6', ['10.1.2.3/8'], '0000:0000:0000:0000:0000:ffff:0a00:0000'],
    ['parse_ipv6', ['1::2::3'], ''],
    ['parse_ipv6', ['1:2:3:4:5:6:7'], ''],
    ['parse_ipv6', ['2001:db8::g'], ''],
    ['parse_ipv6', ['2001:db8::/129'], ''],
    ['parse_ipv6_mask', ['10.1.2.3', 104n], '0000:0000:0000:0000:0000:ffff:0a00:0000'],
    ['ipv6_compare', ['2001:db8::1', '2001:db8::2', null], -1n],
    ['ipv6_compare', ['2001:db8::1', '2001:db8::2', 126n], 0n],
    ['ipv6_compare', ['10.0.0.9', '::ffff:a00:9', null], 0n],
    ['ipv6_is_match', ['10.0.0.1', '10.0.0.2', 24n], true],
    ['ipv6_is_match', ['10.0.0.1', '10.0.0.2', 120n], null],
    ['ipv6_is_match', ['10.0.0.1', '::ffff:10.0.0.2', 120n], true],
    ['ipv6_is_in_range', ['2001:db8:ff::1', '2001:db8::/32'], true],
    ['ipv6_is_in_range', ['2001:db9::1', '2001:db8::/32'], false],
    ['ipv6_is_in_range', ['host', '2001:db8::/32'], null],
    ['ipv6_is_in_any_range', ['10.9.9.9', '["2001:db8::/32","10.0.0.0/8"]'], true],
  ] as const)('%s %o is %s', (name, cells, value) => expect(call(name, ...cells)).toBe(value))
})
