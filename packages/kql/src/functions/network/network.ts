import { refusal } from '../../emit/sql.ts'
import { type FunctionRow, scalar, udf } from '../row.ts'

/** IPv4 and IPv6; what is no address gives null, which `where` drops (semantics 16.1-16.4). */
export const networkFunctions: readonly FunctionRow[] = [
  udf('ipv4_is_private', ['16.1']),
  udf('ipv4_is_in_range', ['16.2']),
  udf('ipv4_is_in_any_range', ['16.2']),
  udf('ipv4_is_match', ['16.2']),
  udf('ipv4_compare', ['16.2']),
  udf('ipv4_netmask_suffix', ['16.3']),
  udf('ipv4_range_to_cidr_list', ['16.3']),
  udf('parse_ipv4', ['16.3']),
  udf('parse_ipv4_mask', ['16.3']),
  udf('format_ipv4', ['16.3']),
  udf('format_ipv4_mask', ['16.3']),
  udf('parse_ipv6', ['16.3']),
  udf('parse_ipv6_mask', ['16.3']),
  udf('ipv6_compare', ['16.3']),
  udf('ipv6_is_match', ['16.3']),
  udf('ipv6_is_in_range', ['16.3']),
  udf('ipv6_is_in_any_range', ['16.3']),
  udf('has_ipv4', ['16.4']),
  udf('has_any_ipv4', ['16.4']),
  udf('has_ipv4_prefix', ['16.4']),
  udf('has_any_ipv4_prefix', ['16.4']),
  scalar(
    'geo_info_from_ip_address',
    ['string'],
    () => refusal('geo_info_from_ip_address()', 'it reads a geography database that is not recorded'),
    ['16.6'],
  ),
]
