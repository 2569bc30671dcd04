import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { sample } from './sample.ts'

const plain = { NO_COLOR: '1' }

async function shown(kql: string, width: number, ...options: readonly string[]) {
  const { stdout, stderr } = await tripline(['query', kql, ...options], { terminal: true, width, env: plain })
  return { lines: stdout.trimEnd().split('\n'), notes: stderr.trimEnd().split('\n') }
}

test('a terminal hides empty columns, and says which', async () => {
  enterFolder({ 'tripline.yaml': '{}\n' })
  expect(await shown('print a = 1, b = "", c = int(null), d = "x"', 80)).toEqual({
    lines: ['a  d', '-  -', '1  x'],
    notes: ['1 row', '2 columns hidden (no values): b, c; use --columns NAMES'],
  })
})

test('a result without any values keeps its columns', async () => {
  enterFolder({ 'tripline.yaml': '{}\n' })
  expect(await shown('print a = 1, b = "" | take 0', 80)).toEqual({ lines: ['a  b', '-  -'], notes: ['0 rows'] })
})

test('wide cells are cut before a column is hidden, the widest first', async () => {
  enterFolder({ 'tripline.yaml': '{}\n' })
  const kql = `print a = "short", b = "${'b'.repeat(90)}", c = "${'c'.repeat(30)}"`
  // Of 60 columns, 5 are for a and 4 between the columns; b and c share the rest.
  expect((await shown(kql, 60)).lines).toEqual([
    'a      b                          c',
    `-----  ${'-'.repeat(25)}  ${'-'.repeat(25)}`,
    `short  ${'b'.repeat(24)}…  ${'c'.repeat(24)}…`,
  ])
})

test('the last columns are hidden where all are as narrow as they get', async () => {
  enterFolder({ 'tripline.yaml': '{}\n' })
  const columns = Array.from({ length: 10 }, (_, index) => `c${index} = "${'x'.repeat(40)}"`)
  const { lines, notes } = await shown(`print ${columns.join(', ')}`, 50)
  expect(lines[0]!.split(/ +/)).toEqual(['c0', 'c1'])
  expect(notes[1]).toBe(
    '8 columns hidden (no room): c2, c3, c4, c5, c6, c7 and 2 more; use --columns NAMES or --format json',
  )
})

test.each([1, 2, 10, 20, 39, 40, 41, 79, 80, 200])('no line is wider than a terminal of %d columns', async width => {
  enterFolder({ 'tripline.yaml': '{}\n' })
  // Wide, combining, joined and right-to-left characters, none of which has the width of its length.
  const cells = ['日本語'.repeat(9), 'e\u0301'.repeat(30), '👩‍👩‍👧'.repeat(12), 'שלום '.repeat(9), '1'.repeat(70), 'a']
  const kql = `print ${cells.map((cell, index) => `c${index} = "${cell}"`).join(', ')}`
  const { lines } = await shown(kql, width)
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width)
})

describe('--columns', () => {
  test('shows those, in that order, even if they are empty', async () => {
    enterFolder({ 'tripline.yaml': '{}\n' })
    expect(await shown('print a = 1, b = "", c = "x"', 80, '--columns', 'c, b')).toEqual({
      lines: ['c  b', '-  -', 'x'],
      notes: ['1 row'],
    })
  })

  test.each([
    ['json', '{"columns":[{"name":"c","type":"string"},{"name":"a","type":"long"}],"rows":[["x",1]]}\n'],
    ['csv', 'c,a\r\nx,1\r\n'],
    ['ndjson', '{"c":"x","a":1}\n'],
    ['table', 'c  a\n-  -\nx  1\n'],
  ])('applies to %s', async (format, stdout) => {
    enterFolder({ 'tripline.yaml': '{}\n' })
    const argv = ['query', 'print a = 1, b = 2, c = "x"', '--columns', 'c,a', '--format', format]
    expect(await tripline(argv)).toMatchObject({ code: 0, stdout })
  })

  test('suggests the name of a column', async () => {
    enterFolder({ 'tripline.yaml': '{}\n' })
    const { code, stdout, stderr } = await tripline(['query', 'print Account = 1', '--columns', 'Acount'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('the result has no column Acount')
    expect(stderr).toContain('did you mean Account?')
  })

  test.each(['', 'a,', 'a,,b', 'a,a'])('refuses %j', async names => {
    enterFolder({ 'tripline.yaml': '{}\n' })
    const { code, stderr } = await tripline(['query', 'print a = 1', '--columns', names])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--columns') })
  })

  test('applies to the rows of run', async () => {
    enterFolder(sample)
    const argv = ['run', 'blocked', '--data', 'logs', '--at', '2026-03-02T10:00:00Z', '--format', 'json']
    const all = JSON.parse((await tripline(argv)).stdout)
    const last = all.columns.at(-1)
    expect(all.rows).toHaveLength(1)
    const { columns, rows, alerts } = JSON.parse((await tripline([...argv, '--columns', last.name])).stdout)
    expect(columns).toEqual([last])
    expect(rows).toEqual(all.rows.map((row: readonly unknown[]) => [row.at(-1)]))
    expect(alerts).toEqual(all.alerts)
  })
})

test('elsewhere than on a terminal, a table has every column and every cell in full', async () => {
  enterFolder({ 'tripline.yaml': '{}\n' })
  const long = 'x'.repeat(500)
  const { stdout, stderr } = await tripline(['query', `print a = "", b = "${long}", c = 1`])
  expect(stdout.split('\n')[0]).toMatch(/^a {2}b {61}c$/)
  expect(stdout).toContain(`${long}  1`)
  expect(stderr).toBe('1 row\n')
})
