import { budgets, meter } from '@tripline/budgets'
import { mergeSize, mergeTables } from '@tripline/fixtures'
import type { Engine } from '@tripline/kql/engine'
import { ticksPerMinute } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import type { Alert } from '../../src/alert/alert.ts'
import { comparisons } from '../../src/compare/compare.ts'
import { explainSilence } from '../../src/run/explain-silence.ts'
import { type RunTrace, replayRule } from '../../src/run/replay-rule.ts'
import { countRuns, scheduledRuns } from '../../src/run/scheduled-run.ts'
import { all } from '../../src/suite/all.ts'
import { duration, instant, located, nowhere, nrt, rowsOf, scheduled } from '../sample.ts'

const from = instant('2026-01-01T00:00:00Z')
const replay = (runs: number, step = 5n * ticksPerMinute) =>
  ({ kind: 'replay', from: located(from), to: located(from + BigInt(runs - 1) * step) }) as const

/** An engine that answers every query with the same rows. */
const answering = (rows: ReturnType<typeof rowsOf>): Engine => ({
  prepare: async () => {},
  run: async () => ({ ok: true, rows, tables: [], diagnostics: [] }),
  sweep: async () => undefined,
  trace: async () => undefined,
  explain: async () => undefined,
  isSame: async () => false,
  countConditions: async () => [],
  explainRefusal: async () => undefined,
  countRows: async () => ({ rows: 0, inWindow: 0, visible: 0 }),
  close: async () => {},
  [Symbol.asyncDispose]: async () => {},
})

const oneRow = rowsOf({ Text: 'string' }, [['a']])
const query = { kql: 'SigninLogs', timeout: 1_000 }
const still = { spending: meter(), stopwatch: () => 0, span: nowhere }

const budgetIn = ({ diagnostics }: { diagnostics: readonly { message: string }[] }) =>
  diagnostics.map(({ message }) => /\(budget (\S+)\)$/.exec(message)?.[1])

describe('the runs of a schedule', () => {
  it.each([
    ['every five minutes', scheduled(), 12],
    ['every minute', nrt(), 56],
  ])('are counted as they come: %s', (_, rule, count) => {
    const schedule = replay(12)
    expect([...scheduledRuns(rule, schedule)]).toHaveLength(count)
    expect(countRuns(rule, schedule)).toBe(count)
  })

  it('are as many as a year has and no more than the budget', () => {
    const year = { kind: 'replay', from: located(from), to: located(instant('2026-12-31T23:55:00Z')) } as const
    expect(countRuns(scheduled(), year)).toBe(105_120)
    expect(countRuns(scheduled(), year)).toBeLessThan(budgets['case-runs'].limit)
  })

  it('never end for a rule whose frequency is zero', () => {
    expect(countRuns(scheduled({ queryFrequency: duration('0s') }), replay(2))).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('a replay', () => {
  const { limit } = budgets['case-alerts']

  it('raises as many alerts as its budget, and not one more', async () => {
    const allowance = () => ({ ...still, spending: meter() })
    const fits = await replayRule(scheduled(), query, replay(limit), answering(oneRow), allowance())
    expect(fits.value?.alerts).toHaveLength(limit)
    const exceeds = await replayRule(scheduled(), query, replay(limit + 1), answering(oneRow), allowance())
    expect(exceeds.value).toBeUndefined()
    expect(budgetIn(exceeds)).toEqual(['case-alerts'])
  })

  it('raises alerts that a report can hold', async () => {
    // Descriptions are cut at 5 KB, so that 7,000 of them come to more than 32 MB.
    const rule = scheduled({ description: located('x'.repeat(5_000)) })
    const exceeds = await replayRule(rule, query, replay(7_000), answering(oneRow), { ...still, spending: meter() })
    expect(budgetIn(exceeds)).toEqual(['case-report'])
  })

  it('ends when its time is over, before the next run', async () => {
    // Each look at the stopwatch is a second later, and a second is the timeout of a run: the first look starts the time.
    let seconds = 0
    const stopwatch = () => 1_000 * seconds++
    const { limit: runs } = budgets['case-time']
    const ended = await replayRule(scheduled(), query, replay(runs), answering(oneRow), {
      ...still,
      spending: meter(),
      stopwatch,
    })
    expect(ended.value?.runs).toHaveLength(runs)
    seconds = 0
    const late = await replayRule(scheduled(), query, replay(runs + 1), answering(oneRow), {
      ...still,
      spending: meter(),
      stopwatch,
    })
    expect(budgetIn(late)).toEqual(['case-time'])
  })
})

it('comparisons grow with the alerts and the entities of both sides', () => {
  const entity = { span: nowhere, type: located('IP' as const), identifiers: [] }
  const wanted = { span: nowhere, entities: [entity, entity] }
  const raised = { entities: [{ type: 'IP', identifiers: {} }] } as unknown as Alert
  // Each of 10 expected alerts with each of 20: 200 pairs, 2 * 200 expected entities and 200 raised ones.
  expect(comparisons({ span: nowhere, alerts: Array(10).fill(wanted) }, Array(20).fill(raised))).toBe(800)
  expect(comparisons({ span: nowhere }, [raised])).toBe(0)
})

it('silence is explained as far as it can be looked at', async () => {
  const rule = scheduled()
  const runs: readonly RunTrace[] = [...scheduledRuns(rule, replay(100))].map(scheduled => ({
    kind: 'ran',
    tables: [],
    scheduled,
    rows: 0,
    alerts: 0,
  }))
  // 500,000 rows, each looked at for 40 of 100 runs.
  const rows: [bigint][] = Array(500_000).fill([from])
  const table = { table: { name: 'SigninLogs', columns: [{ name: 'TimeGenerated', type: 'datetime' as const }] }, rows }
  const explain = (some: readonly RunTrace[]) => explainSilence(rule, some, { tables: [table] }, answering(oneRow))
  const lines = await explain(runs)
  expect(lines.at(-1)).toBe('60 more runs are not explained')
  expect((await explain(runs.slice(0, 40))).at(-1)).not.toContain('not explained')
})

it('merging counts the cells that it adds', () => {
  const column = (name: string) => ({ name, type: 'string' as const })
  const narrow = { table: { name: 'T', columns: [column('a')] }, rows: [['1'], ['2']] }
  const wide = { table: { name: 'T', columns: [column('b'), column('c')] }, rows: [['3', '4']] }
  expect(mergeTables([narrow, wide]).tables[0]!.rows.flat()).toHaveLength(9)
  // Nine cells, four of which were there.
  expect(mergeSize([narrow, wide])).toBe(8 * (9 - 4))
  expect(mergeSize([narrow, narrow])).toBe(0)
})

it('nothing more is read once a budget is exceeded', async () => {
  const spending = meter()
  const read: string[] = []
  const part = (name: string, rows: number) => () => {
    read.push(name)
    return spending.spend('data-rows', rows) ? { diagnostics: [] } : { value: name, diagnostics: [] }
  }
  const parts = [part('a', 1), part('b', budgets['data-rows'].limit), part('c', 1)]
  expect(await all(parts, spending)).toEqual({ diagnostics: [] })
  expect(read).toEqual(['a', 'b'])
})
