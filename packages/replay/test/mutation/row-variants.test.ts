import type { InlineRow } from '@tripline/rules'
import { plainValue } from '@tripline/yaml'
import { describe, expect, test } from 'vitest'
import { type RowVariant, rowVariants, type VariedRun } from '../../src/mutation/row-variants.ts'
import { instantText } from '../../src/run/scheduled-run.ts'
import { duration, instant } from '../sample.ts'
import { writtenCases } from './written.ts'

const run: VariedRun = {
  at: instant('2026-03-02T10:00:00Z'),
  period: duration('1h').value.ticks,
  numbers: [],
  texts: [],
}

const variants = (rows: string, changes: Partial<VariedRun> = {}): readonly RowVariant[] => [
  ...rowVariants(writtenCases({ rows })[0]!.rows, { ...run, ...changes }),
]

const shownRow = ({ repeat, from, cells }: InlineRow) => ({
  repeat,
  ...(from && { from: instantText(from.value) }),
  ...Object.fromEntries(cells.map(({ column, value }) => [column.value, plainValue(value)])),
})

const shown = ({ tables }: RowVariant) => tables.map(({ rows }) => rows.map(shownRow))

/** The rows that a change of a kind makes of the only row, or of a column of it. */
const made = (found: readonly RowVariant[], of: 'repeat' | 'time' | 'absence' | { readonly column: string }) =>
  found.filter(({ change }) => JSON.stringify(change) === JSON.stringify(of)).map(variant => shown(variant)[0]![0])

describe('a row is varied', () => {
  test('in how often it occurs: as often as each number, once less, and once, but never as it is', () => {
    const found = variants('{ SigninLogs: [{ repeat: 3, ResultType: "" }] }', { numbers: [3, 10, 1] })
    expect(made(found, 'repeat').map(row => row!.repeat)).toEqual([10, 1, 2, 9])
  })

  test('in how often it occurs only if it is repeated', () => {
    expect(made(variants('{ SigninLogs: [{ ResultType: "" }] }', { numbers: [5] }), 'repeat')).toEqual([])
  })

  test.each([
    ['"50126"', ['x50126', '50126x']],
    ['Ann', ['ann', 'ANN', 'xAnn', 'Annx']],
    ['ann', ['ANN', 'xann', 'annx']],
    ['""', []],
    ['5', [6, 4]],
    ['true', []],
    ['[Ann]', []],
  ])('in each value, which is left out or changed at its edge: %s', (value, changed) => {
    const found = made(variants(`{ SigninLogs: [{ A: ${value}, B: b }] }`), { column: 'A' })
    expect(found).toEqual([{ repeat: 1, B: 'b' }, ...changed.map(A => ({ repeat: 1, A, B: 'b' }))])
  })

  test.each([
    ['another value', '{ App: Mail, B: b }', ['Scanner', 'SCANNER']],
    ['no value', '{ B: b }', ['Scanner', 'SCANNER']],
    ['that value', '{ App: Scanner, B: b }', ['SCANNER']],
  ])('in a column that is compared with a text, which becomes its value: it has %s', (_, row, expected) => {
    const of = (run: Partial<VariedRun>) => made(variants(`{ SigninLogs: [${row}] }`, run), { column: 'App' })
    const own = of({})
    const all = of({ texts: [{ column: 'App', text: 'Scanner' }] })
    expect(all.slice(own.length)).toEqual(expected.map(App => ({ repeat: 1, App, B: 'b' })))
  })

  test.each(['from', 'TimeGenerated'])('in its time, to the edges of what the run sees and of its halves: %s', key => {
    const found = variants(`{ SigninLogs: [{ ${key}: 2026-03-02T09:10:00Z, ResultType: "" }] }`)
    // A run sees [T - period, T).
    expect(made(found, 'time').map(row => row![key as 'from'])).toEqual([
      '2026-03-02T09:00:00Z',
      '2026-03-02T09:00:01Z',
      '2026-03-02T09:30:00Z',
      '2026-03-02T09:29:59Z',
    ])
  })

  test('in whether it is there, if it is not the only one', () => {
    const rows = '{ SigninLogs: [{ A: true }, { B: true }], AuditLogs: [{ C: true }] }'
    const absent = variants(rows).filter(({ change }) => change === 'absence')
    expect(absent.map(shown)).toEqual([
      [[{ repeat: 1, B: true }], [{ repeat: 1, C: true }]],
      [[{ repeat: 1, A: true }], [{ repeat: 1, C: true }]],
    ])
  })

  test('while the others stay as they are', () => {
    const found = variants('{ SigninLogs: [{ A: 1 }, { A: 2 }], AuditLogs: [{ A: 3 }] }')
    const cells = found.filter(({ change }) => change !== 'absence').map(shown)
    const unchanged = cells.map(tables =>
      tables.flat().filter((row, index) => JSON.stringify(row) === JSON.stringify({ repeat: 1, A: index + 1 })),
    )
    // Each of the three values is left out, one more and one less.
    expect(unchanged.map(rows => rows.length)).toEqual(Array(9).fill(2))
  })
})
