import { describe, expect, it } from 'vitest'
import { scheduledRunAt, scheduledRuns, suppressed } from '../../src/run/scheduled-run.ts'
import { triggered, triggerText } from '../../src/run/trigger.ts'
import { duration, instant, located, nrt, scheduled } from '../sample.ts'

const ten = instant('2026-03-02T10:00:00Z')

describe('a scheduled run', () => {
  it('sees TimeGenerated from T - queryPeriod up to, but without, T', () => {
    expect(scheduledRunAt(scheduled(), ten).window).toMatchObject({
      by: 'TimeGenerated',
      from: instant('2026-03-02T09:00:00Z'),
      to: ten,
    })
  })

  it('waits five minutes for rows', () => {
    const { visibleAt } = scheduledRunAt(scheduled(), ten).window
    expect(visibleAt).toBe(instant('2026-03-02T10:05:00Z'))
  })
})

describe('the ticks of a replay', () => {
  const replay = (from: string, to: string) => ({
    kind: 'replay' as const,
    from: located(instant(from)),
    to: located(instant(to)),
  })
  const times = (rule: Parameters<typeof scheduledRuns>[0], from: string, to: string) =>
    [...scheduledRuns(rule, replay(from, to))].map(scheduled => scheduled.at)

  it('include both ends', () => {
    expect(times(scheduled(), '2026-03-02T10:00:00Z', '2026-03-02T10:10:00Z')).toEqual(
      ['10:00', '10:05', '10:10'].map(time => instant(`2026-03-02T${time}:00Z`)),
    )
  })

  it('stop before an end that no run falls on', () => {
    expect(times(scheduled(), '2026-03-02T10:00:00Z', '2026-03-02T10:09:59Z')).toHaveLength(2)
  })

  it('come every minute for a near-real-time rule, over what arrived in the minute before', () => {
    const [first, ...others] = [...scheduledRuns(nrt(), replay('2026-03-02T10:00:00Z', '2026-03-02T10:02:00Z'))]
    expect(others).toHaveLength(2)
    expect(first!.window).toMatchObject({ by: 'ingestion', from: instant('2026-03-02T09:59:00Z'), to: ten })
  })

  it('are one for `at`', () => {
    expect([...scheduledRuns(scheduled(), { kind: 'once', at: located(ten) })].map(scheduled => scheduled.at)).toEqual([
      ten,
    ])
  })
})

describe('the trigger', () => {
  it.each([
    ['GreaterThan', 3, [false, false, true]],
    ['LessThan', 3, [true, false, false]],
    ['Equal', 3, [false, true, false]],
    ['NotEqual', 3, [true, false, true]],
  ] as const)('%s %i compares the number of rows of one run', (operator, threshold, answers) => {
    const rule = scheduled({ triggerOperator: located(operator), triggerThreshold: located(threshold) })
    expect([2, 3, 4].map(rows => triggered(rule, rows))).toEqual(answers)
  })

  it('of a near-real-time rule is any row', () => {
    expect([0, 1].map(rows => triggered(nrt(), rows))).toEqual([false, true])
    expect(triggerText(nrt())).toBe('more than 0 rows')
  })
})

describe('suppression', () => {
  const rule = scheduled({ suppression: { enabled: located(true), duration: duration('1h') } })

  it('skips runs until its end, at which the rule runs again', () => {
    const times = ['10:05', '10:55', '11:00', '11:05'].map(time => instant(`2026-03-02T${time}:00Z`))
    expect(times.map(at => suppressed(rule, at, ten))).toEqual([true, true, false, false])
  })

  it('needs an alert and to be switched on', () => {
    const off = scheduled({ suppression: { enabled: located(false), duration: duration('1h') } })
    expect(suppressed(rule, ten, undefined)).toBe(false)
    expect(suppressed(off, ten, ten)).toBe(false)
  })
})
