import type { ColumnType } from '@tripline/schemas'

/** A value of each type at no edge. */
export const usualValues: { readonly [Type in ColumnType]: string } = {
  bool: 'true',
  int: 'int(3)',
  long: '3',
  real: '1.5',
  decimal: 'decimal(1.5)',
  string: '"a"',
  datetime: 'datetime(2030-01-02 03:04:05)',
  timespan: '90m',
  guid: 'guid(74be27de-1e4e-49d9-b579-fe0b331d3642)',
  dynamic: 'dynamic([1,2])',
}

type Arguments = readonly (string | undefined)[]

const { datetime } = usualValues
const address = '"192.0.2.1"'
const bag = 'dynamic({"b":1})'
const texts = 'dynamic(["a","b"])'

const each = (names: string, ...args: Arguments): Readonly<Record<string, Arguments>> =>
  Object.fromEntries(names.split(' ').map(name => [name, args]))

/** Arguments of functions that do not take every value of their types, by position; `undefined`: the usual value. */
export const usualArguments: Readonly<Record<string, Arguments>> = {
  ...each('base64_decode_tostring base64_decodestring base64_decode_toarray base64_decode_toguid', '"YWJj"'),
  ...each('bag_has_key bag_remove_keys bag_set_key make_bag make_bag_if make_dictionary treepath', bag),
  bag_zip: [texts],
  convert_angle: [undefined, '"Degree"', '"Degree"'],
  convert_length: [undefined, '"Meter"', '"Meter"'],
  countof: [undefined, undefined, '"normal"'],
  ...each('datetime_add datetime_diff datetime_part datepart', '"day"'),
  ...each('datetime_utc_to_local datetime_local_to_utc', datetime, '"Europe/Berlin"'),
  ...each('extract_all extractall', '"(a)"'),
  format_bytes: [undefined, undefined, '"KB"'],
  format_datetime: [datetime, '"yyyy"'],
  format_timespan: [undefined, '"hh"'],
  gzip_decompress_from_base64_string: ['"H4sIAAAAAAACA0tMSgYAwkEkNQMAAAA="'],
  zlib_decompress_from_base64_string: ['"eJxLTEoGAAJNASc="'],
  ...each('ipv4_is_private ipv4_netmask_suffix parse_ipv4 parse_ipv4_mask parse_ipv6 parse_ipv6_mask', address),
  ...each('ipv4_compare ipv4_is_match ipv4_is_in_range ipv4_range_to_cidr_list', address, address),
  ...each('ipv6_compare ipv6_is_match ipv6_is_in_range', address, address),
  ...each('ipv4_is_in_any_range ipv6_is_in_any_range has_ipv4 has_any_ipv4', address, address),
  ...each('format_ipv4 format_ipv4_mask', address),
  parse_command_line: [undefined, '"windows"'],
  parse_user_agent: [undefined, '"browser"'],
  ...each('series_outliers', 'dynamic([1,2,3,4])', '"ctukey"', '0', '10.0', '90.0'),
  replace_strings: [undefined, texts, texts],
}

/** Values of single cells, where the usual one of the edge says nothing. */
export const ownLiterals: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bag_zip: { 'keys duplicate': 'dynamic(["a","a"])' },
}
