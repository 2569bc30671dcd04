/** How a production nests: the start of a query, the opening of a level, the innermost part, the end of a level. */
export interface Nesting {
  readonly before?: string
  readonly open: string
  readonly inner: string
  readonly close?: string
  readonly after?: string
}

/** Nested `depth` times; not closed if `open`. */
export const nested = ({ before = '', open, inner, close = '', after = '' }: Nesting, depth: number): string =>
  `${before}${open.repeat(depth)}${inner}${close.repeat(depth)}${after}`

export const opened = ({ before = '', open }: Nesting, depth: number): string => `${before}${open.repeat(depth)}`

/** Every production of an expression that contains another, directly or in a list. */
export const expressions: Readonly<Record<string, Nesting>> = {
  parentheses: { open: '(', inner: '1', close: ')' },
  call: { open: 'abs(', inner: '1', close: ')' },
  'call with several arguments': { open: 'iff(true, 1, ', inner: '1', close: ')' },
  not: { open: 'not(', inner: 'true', close: ')' },
  'case conditions': { open: 'case(true, 1, ', inner: '1', close: ')' },
  'list of arguments': { before: 'strcat(', open: '"a", ', inner: '"b"', close: '', after: ')' },
  minus: { open: '-', inner: '1' },
  'minus and parentheses': { open: '-(', inner: '1', close: ')' },
  'unary not': { open: 'not ', inner: 'true' },
  sum: { open: '1 + ', inner: '1' },
  'sum of parentheses': { open: '1 + (', inner: '1', close: ')' },
  product: { open: '1 * ', inner: '1' },
  and: { open: 'true and ', inner: 'true' },
  or: { open: 'false or ', inner: 'true' },
  comparison: { open: '1 == ', inner: '1' },
  between: { open: '1 between (1 .. ', inner: '2', close: ')' },
  in: { open: '1 in (', inner: '1', close: ')' },
  'in a list': { before: '1 in (', open: '1, ', inner: '1', after: ')' },
  has_any: { open: '"a" has_any (', inner: '"a"', close: ')' },
  has_all: { open: '"a" has_all (', inner: '"a"', close: ')' },
  index: { before: 'd', open: '[0]', inner: '' },
  'index within an index': { open: 'd[', inner: '0', close: ']' },
  path: { before: 'd', open: '.a', inner: '' },
  'quoted path': { before: 'd', open: "['a']", inner: '' },
  toscalar: { open: 'toscalar(print y = ', inner: '1', close: ')' },
  'dynamic array': { before: 'dynamic(', open: '[', inner: '1', close: ']', after: ')' },
  'dynamic bag': { before: 'dynamic(', open: '{"a": ', inner: '1', close: '}', after: ')' },
  'JSON text': { before: 'parse_json("', open: '[', inner: '1', close: ']', after: '")' },
  'XML text': { before: 'parse_xml("', open: '<a>', inner: '1', close: '</a>', after: '")' },
  'JSON path': { before: 'extract_json("$', open: '.a', inner: '', after: '", "{}")' },
  'regex groups': { before: '"a" matches regex "', open: '(', inner: 'a', close: ')', after: '"' },
  strings: { open: '"', inner: '' },
  'line ends': { open: '\n', inner: '1' },
}

/** Every production of a table that contains another. */
export const tables: Readonly<Record<string, Nesting>> = {
  parentheses: { open: '(', inner: 'T', close: ')' },
  filters: { before: 'T', open: ' | where a > 0', inner: '' },
  columns: { before: 'T', open: ' | extend b = a', inner: '' },
  counts: { before: 'T', open: ' | count', inner: '' },
  'names of a pipe': { before: 'T', open: ' | as X', inner: '' },
  'list of columns': { before: 'T | extend ', open: 'b = a, ', inner: 'c = a' },
  'list of aggregates': { before: 'T | summarize ', open: 'count(), ', inner: 'count()' },
  'list of keys': { before: 'T | sort by ', open: 'a, ', inner: 'a' },
  join: { open: 'T | join (', inner: 'T', close: ') on a' },
  joins: { before: 'T', open: ' | join kind=leftsemi T on a', inner: '' },
  lookup: { open: 'T | lookup (', inner: 'T', close: ') on a' },
  union: { open: 'union (', inner: 'T', close: ')' },
  legs: { before: 'union ', open: 'T, ', inner: 'T' },
  'piped legs': { before: 'T', open: ' | union T', inner: '' },
  in: { open: 'T | where a in (', inner: 'T', close: ')' },
  materialize: { open: 'materialize(', inner: 'T', close: ')' },
  'mv-apply': { before: 'T | mv-apply a on (', open: 'mv-apply a on (', inner: 'take 1', close: ')', after: ')' },
  partition: { before: 'T | partition by a (', open: 'partition by a (', inner: 'take 1', close: ')', after: ')' },
  fork: { open: 'T | fork (', inner: 'take 1', close: ')' },
  facet: { open: 'T | facet by a with (', inner: 'take 1', close: ')' },
  invoke: { open: 'T | invoke f(', inner: '', close: ')' },
  datatable: { before: 'datatable(a:long)[', open: '1, ', inner: '1', after: ']' },
  scan: { before: 'T | sort by a | scan with (', open: 'step s: true; ', inner: '', after: ')' },
  'top-nested': { before: 'T | ', open: 'top-nested 1 of a by count(), ', inner: 'top-nested 1 of a by count()' },
  parse: { before: 'T | parse a with "a"', open: ' x "b"', inner: '' },
  find: { before: 'find in (', open: 'T, ', inner: 'T', after: ') where a > 0' },
  search: { before: 'search ', open: '"a" or ', inner: '"a"' },
  functions: { open: 'let f = () {', inner: 'T', close: '}; f()' },
  'functions of parameters': { open: 'let f = (x:long) {', inner: 'x', close: '}; f(1)' },
  lets: { open: 'let x = 1; ', inner: 'T' },
  statements: { open: 'T; ', inner: 'T' },
  'empty statements': { open: ';', inner: 'T' },
  braces: { open: '{', inner: 'T', close: '}' },
  brackets: { open: '[', inner: 'T', close: ']' },
  pipes: { open: '|', inner: 'T' },
  words: { open: 'T ', inner: '' },
  comments: { open: '//', inner: '\nT' },
  'comment after a parenthesis': { before: 'print (1)', open: '/', inner: '' },
  'comments after a parenthesis': { before: 'print (1)', open: '\n///', inner: '' },
  fences: { open: '```', inner: 'T' },
  evaluate: { before: 'T', open: ' | evaluate bag_unpack(d)', inner: '' },
}
