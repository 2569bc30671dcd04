import { expect, test } from 'vitest'
import { exportedRow } from '../../src/workspace/exported-row.ts'

test.each([
  ['dynamic', '', '""'],
  ['string', '12', '"12"'],
  ['long', 12, '12'],
  // Past 2^53 the client has text.
  ['long', '9223372036854775807', '9223372036854775807'],
  ['long', '-9223372036854775808', '-9223372036854775808'],
  ['real', 'NaN', '"NaN"'],
  ['real', 1.5, '1.5'],
  ['bool', true, 'true'],
  ['decimal', '1.10', '"1.10"'],
  ['datetime', '2026-03-01T09:31:00.0000000Z', '"2026-03-01T09:31:00.0000000Z"'],
  // As the service wrote it: a number that JavaScript cannot hold keeps its digits.
  ['dynamic', '{"a":9223372036854775807}', '{"a":9223372036854775807}'],
  ['dynamic', '"text"', '"text"'],
  ['dynamic', 'text', '"text"'],
  ['dynamic', '{\n"a":1\r\n}', '{ "a":1 }'],
])('a cell of type %s: %s', (type, cell, json) => {
  const columns = [
    { name: 'a"b', type },
    { name: 'c', type },
    { name: 'd', type: 'string' },
  ]
  expect(exportedRow(columns, [cell, null, ''])).toBe(`{"a\\"b":${json}}`)
})
