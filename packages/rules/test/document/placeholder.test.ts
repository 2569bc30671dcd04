import { expect, test } from 'vitest'
import { fillPlaceholders, placeholdersOf } from '../../src/document/placeholder.ts'

test.each([
  ['{{A}} and {{ B }}', ['A', ' B ']],
  ['{{A', []],
  ['{{}}', ['']],
  ['{{{A}}}', ['{A']],
  ['{{A\n}} {{B}}', ['B']],
  ['{{A\r{{B}}', ['B']],
  ['}}{{A}}}}', ['A']],
  ['{{A{{B}}', ['A{{B']],
])(
  'placeholders of %j stand on one line, from the first braces that open to the first that close',
  (format, columns) => {
    expect(placeholdersOf(format)).toEqual(columns)
    expect(fillPlaceholders(format, column => `{{${column}}}`)).toBe(format)
  },
)

test('braces that nothing closes take linear time', () => {
  const before = process.cpuUsage()
  placeholdersOf('{{'.repeat(500_000))
  placeholdersOf(`${'{{\n'.repeat(500_000)}}}`)
  // Looking from each of them to the end takes minutes.
  expect(process.cpuUsage(before).user).toBeLessThan(5e6)
})
