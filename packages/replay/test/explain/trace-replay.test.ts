import type { Engine, QueryCause, RowCount, RowsExplained, RowsTraced, TypedTable } from '@tripline/kql/engine'
import { describe, expect, test } from 'vitest'
import { explanationLines } from '../../src/explain/explanation-lines.ts'
import { type Explanation, explanationJson, instantText, type RunTrace, traceReplay } from '../../src/index.ts'
import { scheduledRunAt } from '../../src/run/scheduled-run.ts'
import { writtenCases, writtenRule } from '../mutation/written.ts'
import { instant, rowsOf } from '../sample.ts'

const query = 'SigninLogs | where ResultType == "50126"'
const suppressing = writtenRule({ query, suppressionEnabled: 'true', suppressionDuration: '1h' })
const rule = writtenRule({ query })

const time = (text: string) => instant(`2026-03-02T${text}:00Z`)
const runAt = (text: string, own = rule) => scheduledRunAt(own, time(text))
const ran = (text: string, alerts = 0): RunTrace => ({
  kind: 'ran',
  tables: ['SigninLogs'],
  scheduled: runAt(text),
  rows: alerts,
  alerts,
})
const suppressed = (text: string): RunTrace => ({ kind: 'suppressed', scheduled: runAt(text) })

const condition = query.indexOf('ResultType')
const cause: QueryCause = { kind: 'predicate', text: 'no such code', start: condition, end: query.length }

const whole: RowsExplained = {
  rows: 0,
  stages: [
    { operator: 'table', table: 'SigninLogs', rowsIn: 2, rowsOut: 2, isReached: true, start: 0, end: 10 },
    { operator: 'where', table: 'SigninLogs', rowsIn: 2, rowsOut: 0, isReached: true, start: 13, end: query.length },
  ],
  causes: [cause],
}

const table: TypedTable = {
  table: {
    name: 'SigninLogs',
    columns: [
      { name: 'IPAddress', type: 'string' },
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'Location', type: 'string' },
      { name: 'ResultSignature', type: 'long' },
    ],
  },
  rows: [
    ['192.0.2.1', time('09:30'), '', 7n],
    ['192.0.2.2', null, 'CH', null],
  ],
}
const log = {
  table: { ...table.table, name: 'AuditLogs' },
  parts: [
    { ...table, table: { ...table.table, name: 'AuditLogs' } },
    { log: { table: table.table, file: '/logs', rowCount: 40, hasIngestionTimes: false } },
  ],
}

interface Script {
  readonly explained?: RowsExplained | 'nothing'
  readonly traced?: RowsTraced
  /** Rows that suppressed runs would return, by the time of the run. */
  readonly returns?: Readonly<Record<string, number>>
  /** What runs see of each table, by the time of the run. */
  readonly sees?: Readonly<Record<string, Omit<RowCount, 'rows'>>>
  readonly own?: typeof rule
  readonly at?: string
}

async function traced(
  runs: readonly RunTrace[],
  { explained = whole, traced: sources, returns = {}, sees = {}, own = rule, at }: Script = {},
) {
  const timeOf = (ticks: bigint) => Object.keys({ ...returns, ...sees }).find(text => time(text) === ticks) ?? ''
  const rerun: string[] = []
  const engine: Pick<Engine, 'explain' | 'trace' | 'run' | 'countRows'> = {
    explain: async () => (explained === 'nothing' ? undefined : explained),
    trace: async () => sources,
    run: async ({ now }) => {
      rerun.push(timeOf(now!))
      const rows = Array<[string]>(returns[timeOf(now!)] ?? 0).fill(['192.0.2.1'])
      return { ok: true, rows: rowsOf({ IPAddress: 'string' }, rows), tables: [], diagnostics: [] }
    },
    countRows: async (_, window) => ({ rows: 42, ...(sees[timeOf(window.to)] ?? { inWindow: 0, visible: 0 }) }),
  }
  const [testCase] = writtenCases({ replay: '{ from: 2026-03-02T10:00:00Z, to: 2026-03-02T12:00:00Z }' })
  const alerts = runs.flatMap(run => (run.kind === 'ran' ? Array(run.alerts).fill(undefined) : []))
  const { value, diagnostics } = await traceReplay(
    testCase!,
    {
      rule: own,
      query: { kql: own.query.value, timeout: 1_000 },
      replay: { runs, alerts, incidents: [] },
      dataset: { tables: [table], logs: [log] },
      engine: engine as Engine,
    },
    at === undefined ? undefined : time(at),
  )
  return { value, diagnostics, rerun }
}

const explanationOf = async (runs: readonly RunTrace[], script?: Script): Promise<Explanation> =>
  (await traced(runs, script)).value!.explanation

/** The time of the run that is explained. */
const chosen = async (runs: readonly RunTrace[], script?: Script) => instantText((await explanationOf(runs, script)).at)

const textAt = ({ span }: { readonly span: Explanation['causes'][number]['span'] }) =>
  span.file.text.slice(span.start, span.end)

describe('the run of a replay that is explained', () => {
  test.each<readonly [string, readonly RunTrace[], Script, string]>([
    ['is the one that was asked for', [ran('10:00', 1), ran('10:05')], { at: '10:05' }, '10:05'],
    ['is the first that raised alerts', [ran('10:00'), ran('10:05', 1), ran('10:10', 2)], {}, '10:05'],
    [
      'is the one that sees most rows',
      [ran('10:00'), ran('10:05'), ran('10:10')],
      {
        sees: {
          '10:00': { visible: 1, inWindow: 9 },
          '10:05': { visible: 2, inWindow: 2 },
          '10:10': { visible: 2, inWindow: 2 },
        },
      },
      '10:05',
    ],
    [
      'is the one with most rows in its window, if runs see equally many',
      [ran('10:00'), ran('10:05'), ran('10:10')],
      {
        sees: {
          '10:00': { visible: 1, inWindow: 1 },
          '10:05': { visible: 1, inWindow: 3 },
          '10:10': { visible: 0, inWindow: 9 },
        },
      },
      '10:05',
    ],
    [
      'is a suppressed one that would have raised alerts',
      [ran('10:00', 1), suppressed('10:05'), suppressed('10:10')],
      { own: suppressing, returns: { '10:10': 1 } },
      '10:10',
    ],
  ])('%s', async (_, runs, script, at) => {
    expect(await chosen(runs, script)).toBe(`2026-03-02T${at}:00Z`)
  })

  test('is none at a time of no run', async () => {
    const { value, diagnostics } = await traced([ran('10:00')], { at: '10:05' })
    expect(value).toBeUndefined()
    expect(diagnostics).toMatchObject([
      { id: 'case-run-unknown', message: 'the case has no run at 2026-03-02T10:05:00Z' },
    ])
    const { file, start, end } = diagnostics[0]!.span!
    expect(file.text.slice(start, end)).toBe('2026-03-02T10:00:00Z, to: 2026-03-02T12:00:00Z')
  })

  test('is the first of 100, whose rows are counted', async () => {
    const runs = Array.from({ length: 101 }, (_, minute): RunTrace => {
      const text = `1${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`
      return ran(text)
    })
    const sees = { '11:39': { visible: 1, inWindow: 1 }, '11:40': { visible: 2, inWindow: 2 } }
    expect(await chosen(runs, { sees })).toBe('2026-03-02T11:39:00Z')
  })
})

describe('a suppressed run', () => {
  const runs = [ran('10:00', 1), suppressed('10:05'), suppressed('10:10'), ran('11:00', 1), suppressed('11:05')]

  test('is blamed on the last alert before it, at the length of the suppression', async () => {
    const { causes } = await explanationOf(runs, { own: suppressing, returns: { '11:05': 1 } })
    expect(causes.map(({ kind, text }) => [kind, text])).toEqual([
      [
        'suppression',
        'the run of 2026-03-02T11:05:00Z would have raised alerts; the alert of 2026-03-02T11:00:00Z suppresses it',
      ],
      ['predicate', 'no such code'],
    ])
    expect(textAt(causes[0]!)).toBe('1h')
  })

  test('is not blamed if it would have raised nothing', async () => {
    const { causes } = await explanationOf(runs, { own: suppressing })
    expect(causes.map(({ kind }) => kind)).toEqual(['predicate'])
  })

  test('is run only if it may be the one to explain, and at most 20 are', async () => {
    expect((await traced(runs, { own: suppressing, at: '10:10', returns: { '10:10': 0 } })).rerun).toEqual(['10:10'])
    const many = Array.from({ length: 30 }, (_, minute) => suppressed(`10:${String(minute + 10)}`))
    expect((await traced([ran('10:00', 1), ...many], { own: suppressing })).rerun).toHaveLength(20)
  })
})

describe('an explanation', () => {
  test('has stages and causes at their spans in the file of the rule', async () => {
    const { stages, causes, alerts } = await explanationOf([ran('10:00')])
    expect(stages.map(stage => [stage.operator, textAt(stage)])).toEqual([
      ['table', 'SigninLogs'],
      ['where', 'where ResultType == "50126"'],
    ])
    expect(causes.map(one => [one.kind, textAt(one)])).toEqual([['predicate', 'ResultType == "50126"']])
    expect(alerts).toBe(0)
  })

  test('blames the window where the rule says it, or the query if it is fixed', async () => {
    const late: RowsExplained = { ...whole, causes: [{ ...cause, kind: 'late', outside: 'late' }] }
    expect((await explanationOf([ran('10:00')], { explained: late })).causes.map(textAt)).toEqual(['1h'])
    const nrt = writtenRule({ query, kind: 'NRT' })
    const { causes } = await explanationOf([ran('10:00')], { explained: late, own: nrt })
    expect(causes.map(textAt)).toEqual(['ResultType == "50126"'])
  })

  test.each([
    ['fewer rows than it needs', '5', 3, 'the query returned 3 rows; the trigger needs more than 5 rows'],
    ['no row', '5', 0, undefined],
    ['as many as it needs', '2', 3, undefined],
  ])('blames the trigger first for %s', async (_, triggerThreshold, rows, text) => {
    const own = writtenRule({ query, triggerThreshold })
    const { causes } = await explanationOf([ran('10:00')], { own, explained: { ...whole, rows } })
    expect(causes.map(one => [one.kind, one.text])).toEqual([
      ...(text === undefined ? [] : [['trigger', text]]),
      ['predicate', 'no such code'],
    ])
    if (text) {
      expect(causes[0]).toMatchObject({ expected: `more than ${triggerThreshold} rows`, actual: String(rows) })
      expect(textAt(causes[0]!)).toBe(triggerThreshold)
    }
  })

  test('is empty if the query does not run', async () => {
    const { stages, causes } = await explanationOf([ran('10:00')], { explained: 'nothing' })
    expect([stages, causes]).toEqual([[], []])
  })
})

describe('the rows behind the alerts of the run', () => {
  const rows = rowsOf({ IPAddress: 'string' }, [['192.0.2.1'], ['192.0.2.2']])
  const source = (row: number, of = 'SigninLogs') => ({ table: of, row })
  const sources = [
    [source(0), source(1)],
    [source(1), source(3, 'AuditLogs')],
  ]

  test('are each once, with the values that they have, and none of a large log', async () => {
    const { origins, untraced } = await explanationOf([ran('10:00', 1)], { traced: { rows, sources } })
    expect(origins).toEqual([
      {
        title: 'Failed sign-ins',
        severity: 'Medium',
        rows: [
          {
            table: 'SigninLogs',
            row: 0,
            values: { IPAddress: '192.0.2.1', TimeGenerated: '2026-03-02T09:30:00.0000000Z', ResultSignature: '7' },
          },
          { table: 'SigninLogs', row: 1, values: { IPAddress: '192.0.2.2', Location: 'CH' } },
          { table: 'AuditLogs', row: 3, values: {} },
        ],
      },
    ])
    expect(untraced).toBeUndefined()
  })

  test('are those of each alert', async () => {
    const own = writtenRule({ query, eventGroupingSettings: '{ aggregationKind: AlertPerResult }' })
    const { origins } = await explanationOf([ran('10:00', 2)], { own, traced: { rows, sources } })
    expect(origins!.map(origin => origin.rows.map(({ row }) => row))).toEqual([
      [0, 1],
      [1, 3],
    ])
  })

  test('are none of a run whose trigger is not met', async () => {
    const own = writtenRule({ query, triggerThreshold: '5' })
    const { origins } = await explanationOf([ran('10:00', 1)], { own, traced: { rows, sources } })
    expect(origins).toEqual([])
  })

  test('are not known beyond an operator, of a query that does not run, or without alerts', async () => {
    const untraced = { untraced: { start: 0, end: 1, operator: 'evaluate' } }
    const found = async (run: RunTrace, script: Script) => {
      const explanation = await explanationOf([run], script)
      return [explanation.origins, explanation.untraced]
    }
    expect(await found(ran('10:00', 1), { traced: untraced })).toEqual([undefined, 'evaluate'])
    expect(await found(ran('10:00', 1), {})).toEqual([undefined, undefined])
    expect(await found(ran('10:00'), { traced: { rows, sources } })).toEqual([undefined, undefined])
    expect(await found(suppressed('10:00'), { traced: { rows, sources } })).toEqual([undefined, undefined])
  })
})

test('a trace has the times of the rows of each table, and the number of those of a large log', async () => {
  const { value } = await traced([ran('10:00')])
  expect(value!.events).toEqual([
    { table: 'SigninLogs', rows: 2, times: [time('09:30')] },
    { table: 'AuditLogs', rows: 42, times: [] },
  ])
})

describe('in the document of an explanation', () => {
  test('what is not known is left out', async () => {
    const { case: _, ...unnamed } = await explanationOf([ran('10:00')])
    const line = rule.file.text.split('\n').findIndex(text => text.startsWith('query:')) + 1
    expect(explanationJson({ ...unnamed, stages: [{ ...unnamed.stages[1]!, operator: 'print' }] })).toEqual({
      rule: 'a.yaml',
      at: '2026-03-02T10:00:00Z',
      alerts: 0,
      stages: [{ operator: 'print', line, table: 'SigninLogs', rowsIn: 2, rowsOut: 0 }],
      causes: [{ kind: 'predicate', line, text: 'no such code' }],
    })
  })

  test('rows behind alerts are as they are, or end at an operator', async () => {
    const origin = { title: 'A', severity: 'High', rows: [{ table: 'T', row: 3, values: { A: 'a' } }] }
    const explanation = await explanationOf([ran('10:00')])
    expect(explanationJson({ ...explanation, origins: [origin] })).toMatchObject({ origins: [origin] })
    expect(explanationJson({ ...explanation, untraced: 'evaluate' })).toMatchObject({ untraced: 'evaluate' })
  })
})

describe('the lines of an explanation', () => {
  test('are the rows after each operator, named as the query has it, and the causes', async () => {
    const { stages, ...explanation } = await explanationOf([ran('10:00')])
    const line = rule.file.text.split('\n').findIndex(text => text.startsWith('query:')) + 1
    const more = [
      ...stages,
      { ...stages[0]!, operator: 'watchlist', table: 'Known' },
      { ...stages[0]!, operator: 'table' },
    ].map((stage, index) => {
      const { table: _, ...anonymous } = stage
      return index === 3 ? anonymous : stage
    })
    expect(explanationLines({ ...explanation, stages: more })).toEqual([
      '2026-03-02T10:00:00Z: rows after SigninLogs 2, where 0, Known 2, table 2',
      `2026-03-02T10:00:00Z: predicate on line ${line}: no such code`,
    ])
  })

  test('are none without a cause', async () => {
    const explanation = await explanationOf([ran('10:00')])
    expect(explanationLines({ ...explanation, causes: [] })).toEqual([])
  })
})
