import { row } from './refusal-row.ts'

/** Refusals that depend on a value and occur during a run. */
export const valueRefusals = {
  'no-numbers': row('undocumented', (call: string) => ({ what: call, why: 'it has no numbers, or a null among them' })),
  'not-a-series': row('unsettled-edge', (call: string) => ({
    what: `${call} of a value that is not an array`,
    why: 'its result is not settled',
  })),
  'guid-order': row('undocumented', (call: string) => ({
    what: `${call} by a guid`,
    why: 'which of two is greater is not documented',
    instead: 'compare tostring(…) of it',
  })),
  'percentile-nan': row('undocumented', {
    what: 'a percentile over NaN or an infinity',
    why: 'their rank is not documented',
  }),
  'not-positive': row('undocumented', (call: string) => ({
    what: `${call} of a number that is not positive`,
    why: 'its result is not documented',
  })),
  'real-text': row('undocumented', {
    what: 'the text of a real below 0.0001 or from 1e15 on',
    why: 'where an exponent begins is not documented',
  }),
  'no-decimals': row('undocumented', { what: 'avg() of no decimals', why: 'there is no NaN among decimals' }),
  'null-term': row('undocumented', { what: 'row_cumsum()', why: 'a term of it is null' }),
  'capital-geohash': row('undocumented', (call: string) => ({
    what: `${call} of capital letters`,
    why: 'whether they count is not documented',
  })),
  'undocumented-function': row('undocumented', (call: string) => ({
    what: call,
    why: 'how the service computes it is not documented',
  })),
  'detected-period': row('undocumented', (call: string) => ({
    what: `${call} with a period that the service detects`,
    why: 'how it detects one in a series of 8 or more points is not documented',
    instead: 'pass the seasonality: the number of points of a period, or 0 for none',
  })),
  'equal-splits': row('undocumented', (call: string) => ({
    what: `${call} of a series that fits as well when it is split elsewhere`,
    why: 'which split is taken is not documented',
  })),
  'no-spread': row('undocumented', (call: string, low: number, high: number) => ({
    what: `${call} of points most of which are equal`,
    why: `the scores are not documented if the ${low}th and ${high}th percentiles are equal`,
  })),
  'sum-of-nulls': row('undocumented', { what: 'array_sum()', why: 'its array holds nothing but nulls' }),
  'concat-argument': row('undocumented', (argument: string) => ({
    what: `array_concat() of ${argument}`,
    why: 'its result is not documented',
  })),
  'null-text': row('undocumented', {
    what: 'substring() with a null start or length',
    why: 'it returns a null string, which exists nowhere else',
  }),
  'missing-rewrite': row('undocumented', {
    what: 'replace_strings()',
    why: 'what replaces a lookup that has no rewrite is not documented',
  }),
  'index-list-item': row('undocumented', {
    what: 'has_any_index()',
    why: 'the meaning of a null or an array in its list is not documented',
  }),
  'unsettled-value': row('unsettled-edge', (call: string, argument: number, value: string) => ({
    what: `${call} with ${value} as argument ${argument}`,
    why: 'its result is not settled',
  })),
  'unsettled-call': row('unsettled-edge', (what: string) => ({ what, why: 'its result is not settled' })),
  'repeated-key': row('unsettled-edge', (key: string) => ({
    what: `a bag with the key ${key} twice`,
    why: 'which of its values counts is not settled',
  })),
  'infinite-integer': row('unsettled-edge', {
    what: 'an infinity as a whole number',
    why: 'what it becomes outside a constant is not settled',
  }),
  'expand-int': row('unsettled-edge', {
    what: 'mv-expand to typeof(int)',
    why: 'what a number beyond the range of int becomes is not settled',
  }),
  'expand-bool': row('unsettled-edge', {
    what: 'mv-expand to typeof(bool)',
    why: 'whether a real without a fraction counts as a whole number is not settled',
  }),
  'ipv4-blanks': row('unsettled-edge', (address: string) => ({
    what: `the address ${address}`,
    why: 'whether blanks around an address are allowed is not settled',
    instead: 'trim it first',
  })),
  'ipv6-mask': row('unsettled-edge', (address: string) => ({
    what: `the IPv6 address ${address}`,
    why: 'which bits a mask counts after a zone or dots is not settled',
  })),
  'hash-empty': row('unsettled-edge', { what: 'hash() of an empty text', why: 'its value is not settled' }),
  'path-root': row('unsettled-edge', (path: string) => ({
    what: `the path ${path}`,
    why: 'its root is not settled',
  })),
  'bool-blanks': row('unsettled-edge', (text: string) => ({
    what: `tobool() of ${text}`,
    why: 'how these blanks are read is not settled',
  })),
  'value-regex': row('unsupported-regex', (problem: string) => ({
    what: 'a regular expression',
    why: `it ${problem}`,
  })),
  'value-budget': row('over-budget', (reason: string) => ({ says: reason })),
}
