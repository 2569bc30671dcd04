import type { RunWindow, TypedTable } from '@tripline/kql/engine'
import { ticksPerMinute } from '@tripline/schemas'
import { expect, it } from 'vitest'
import { isUnlimited, rowReach } from '../../src/run/row-reach.ts'
import { scheduledRunAt } from '../../src/run/scheduled-run.ts'
import { duration, instant, nrt, scheduled } from '../sample.ts'

const ten = instant('2026-03-02T10:00:00Z')
const minute = (count: number): bigint => ten + BigInt(count) * ticksPerMinute

type Row = readonly [generated: number | null, arrived?: number]

/** Rows some minutes after ten o'clock, which may arrive later. */
const table = (...rows: readonly Row[]): TypedTable => ({
  table: { name: 'SigninLogs', columns: [{ name: 'TimeGenerated', type: 'datetime' }] },
  rows: rows.map(([generated]) => [generated === null ? null : minute(generated)]),
  ingested: rows.map(([generated, arrived]) => minute(arrived ?? generated ?? 0)),
})
const windows = (rule: Parameters<typeof scheduledRunAt>[0], ...runs: readonly number[]): readonly RunWindow[] =>
  runs.map(run => scheduledRunAt(rule, minute(run)).window)

// A run at T sees TimeGenerated in [T - queryPeriod, T), if it arrives by T + 5 min (docs/replay-semantics.md).
const tenMinutes = scheduled({ queryPeriod: duration('10m') })

it.each<readonly [string, Row, string]>([
  ['before the first window', [-11], 'outside'],
  ['at its start', [-10], 'seen'],
  ['where two windows overlap', [-1], 'seen'],
  ['at the end of the first window, in the second', [0], 'seen'],
  ['before the end of the second', [4], 'seen'],
  ['at the end of the second, before the third', [5], 'outside'],
  ['at the start of the third', [20], 'seen'],
  ['after the last one', [30], 'outside'],
  ['without a time', [null], 'outside'],
  ['that arrives in time for the second run', [-1, 10], 'seen'],
  ['that arrives late for both', [-1, 11], 'late'],
  ['that arrives late for the only one', [-6, 6], 'late'],
])('of runs at 0, 5 and 30 minutes, how far a row gets: %s', (_, row, reach) => {
  expect([...rowReach(table(row), windows(tenMinutes, 0, 5, 30))]).toEqual([reach])
})

it('a near-real-time run sees what arrives in its minute, whenever it happened', () => {
  const rows = table([-60, -2], [-60, -1], [-60, 0], [null, -1])
  expect([...rowReach(rows, windows(nrt(), 0))]).toEqual(['outside', 'seen', 'outside', 'seen'])
})

it('nothing is reached without a run', () => {
  expect([...rowReach(table([0]), [])]).toEqual(['outside'])
})

it('runs see all of a table without a time', () => {
  const timeless: TypedTable = { table: { name: 'Lists_CL', columns: [{ name: 'A', type: 'string' }] }, rows: [['a']] }
  expect(isUnlimited(timeless, windows(tenMinutes, 0))).toBe(true)
  expect(isUnlimited(timeless, [])).toBe(false)
  expect(isUnlimited(table([0]), windows(tenMinutes, 0))).toBe(false)
})
