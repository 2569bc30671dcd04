import { expect, test } from 'vitest'
import { rowScanner } from '../../src/landing/row-scanner.ts'

function scan(text: string, cut = Number.POSITIVE_INFINITY) {
  const scanner = rowScanner()
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += cut) scanner.push(bytes.subarray(start, start + cut))
  const { hours, ...counts } = scanner.end()
  return { ...counts, hours: Object.fromEntries(hours) }
}

const time = '"TimeGenerated":"2026-03-01T09:31:00Z"'

// The row of each text, and whether its own time is that one.
test.each([
  ['first', `{${time},"a":1}`, true],
  ['last', `{"a":1,${time}}`, true],
  ['after a nested object', `{"a":{"b":1},${time}}`, true],
  ['after a brace in a string', `{"a":"{",${time}}`, true],
  ['with white space', `{ "TimeGenerated" : "2026-03-01T09:31:00Z" }`, true],
  ['indented', `  {${time}}`, true],
  ['escaped key', `{"TimeG\\u0065nerated":"2026-03-01T09:31:00Z"}`, true],
  ['of a nested object', `{"a":{${time}}}`, false],
  ['of a nested object, and its own later', `{"a":{"TimeGenerated":"2025-01-01T00:00:00Z"},${time}}`, true],
  ['in a string', `{"a":"{\\"TimeGenerated\\":\\"2026-03-01T09:31:00Z\\"}"}`, false],
  ['missing', '{"a":1}', false],
  ['null', '{"TimeGenerated":null}', false],
  ['not a time', '{"TimeGenerated":"yesterday"}', false],
  ['an array', `[${time.replace(':"', ',"')}]`, false],
  ['not JSON', `{${time}`.replace('{', ''), false],
  ['a number', '17', false],
  ['the time of the next row', '{"a":1}', false],
])('the time of a row that has it %s', (name, row, isDated) => {
  const after = name === 'the time of the next row' ? `\n{${time}}` : ''
  const rows = after === '' ? 1 : 2
  expect(scan(`${row}${after}`)).toMatchObject({ rows, undated: isDated ? 0 : 1 })
})

test('rows are counted wherever the bytes are cut', () => {
  const lines = ['00:59:59.9999999', '01:00:00', '01:30:00', '23:59:59'].map(
    (clock, index) => `{"é":${index},"TimeGenerated":"2026-03-01T${clock}Z"}`,
  )
  const expected = {
    rows: 4,
    undated: 0,
    first: '2026-03-01T00:59:59.9999999Z',
    last: '2026-03-01T23:59:59Z',
    hours: { '2026-03-01T00': 1, '2026-03-01T01': 2, '2026-03-01T23': 1 },
  }
  for (const end of ['', '\n', '\r\n', '\n\n  \n']) {
    for (const cut of [1, 2, 7, 50, 1000]) expect(scan(lines.join('\n') + end, cut)).toEqual(expected)
  }
})

test('the time of a row is not looked for again and again in rows that have none', () => {
  // 4 MB, of which a search for each row would read 80 GB.
  const rows = 40_000
  const text = `{"a":"${'x'.repeat(90)}"}\n`.repeat(rows)
  const begun = process.cpuUsage()
  expect(scan(text)).toMatchObject({ rows, undated: rows })
  expect(process.cpuUsage(begun).user).toBeLessThan(3_000_000)
})

test('nothing has no rows', () => {
  expect(scan('')).toEqual({ rows: 0, undated: 0, hours: {} })
})
