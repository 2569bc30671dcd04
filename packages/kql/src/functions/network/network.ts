import type { Expression } from '../../plan/expression.ts'
import { type ArgumentRefusal, because } from '../../refusals/refusal-text.ts'
import { refusal } from '../../sql/sql.ts'
import { type Family, scalar, udf } from '../row.ts'
import { ipv4Udfs } from './ipv4.ts'
import { ipv4SearchUdfs } from './ipv4-search.ts'
import { ipv6Udfs } from './ipv6.ts'

const noPrefix = ['null', 'negative', 'extreme'] as const
const noList = ['null', 'bag', 'number', 'bool'] as const

const textOrNumber = ([address]: readonly Expression[]): ArgumentRefusal | undefined =>
  address && !['string', 'int', 'long'].includes(address.type) ? because('undocumented-types', address.type) : undefined

/** IPv4 and IPv6; invalid addresses yield null, which `where` drops (semantics 16.1-16.4). */
export const networkFunctions: Family = {
  udfs: [ipv4SearchUdfs, ipv4Udfs, ipv6Udfs],
  rows: [
    udf(ipv4Udfs.ipv4_is_private, ['16.1']),
    udf(ipv4Udfs.ipv4_is_in_range, ['16.2']),
    udf(ipv4Udfs.ipv4_is_in_any_range, ['16.2'], { unsettled: { 0: [], rest: noList } }),
    udf(ipv4Udfs.ipv4_is_match, ['16.2'], { unsettled: { 2: noPrefix } }),
    udf(ipv4Udfs.ipv4_compare, ['16.2'], { unsettled: { 2: noPrefix } }),
    udf(ipv4Udfs.ipv4_netmask_suffix, ['16.3']),
    udf(ipv4Udfs.ipv4_range_to_cidr_list, ['16.3']),
    udf(ipv4Udfs.parse_ipv4, ['16.3']),
    udf(ipv4Udfs.parse_ipv4_mask, ['16.3'], { unsettled: { 1: noPrefix } }),
    udf(ipv4Udfs.format_ipv4, ['16.3'], { refuses: textOrNumber, unsettled: { 1: ['null'] } }),
    udf(ipv4Udfs.format_ipv4_mask, ['16.3'], { refuses: textOrNumber, unsettled: { 1: ['null'] } }),
    udf(ipv6Udfs.parse_ipv6, ['16.3']),
    udf(ipv6Udfs.parse_ipv6_mask, ['16.3'], { unsettled: { 1: noPrefix } }),
    udf(ipv6Udfs.ipv6_compare, ['16.3'], { unsettled: { 2: noPrefix } }),
    udf(ipv6Udfs.ipv6_is_match, ['16.3'], { unsettled: { 2: noPrefix } }),
    udf(ipv6Udfs.ipv6_is_in_range, ['16.3']),
    udf(ipv6Udfs.ipv6_is_in_any_range, ['16.3'], { unsettled: { 0: [], rest: ['empty', ...noList] } }),
    udf(ipv4SearchUdfs.has_ipv4, ['16.4']),
    udf(ipv4SearchUdfs.has_any_ipv4, ['16.4'], { unsettled: { 0: [], rest: noList } }),
    udf(ipv4SearchUdfs.has_ipv4_prefix, ['16.4']),
    udf(ipv4SearchUdfs.has_any_ipv4_prefix, ['16.4'], { unsettled: { 0: [], rest: noList } }),
    scalar('geo_info_from_ip_address', ['string'], () => refusal('geography-unrecorded'), ['16.6']),
  ],
}
