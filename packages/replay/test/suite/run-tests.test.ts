import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { positionAt } from '@tripline/diagnostics'
import { inside, named } from '@tripline/files'
import { openEngine, openLogStore } from '@tripline/kql/engine'
import type { ExternalFile, Watchlist } from '@tripline/project'
import { loadCatalogue } from '@tripline/schemas'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CaseReport, replaySuite, runTests } from '../../src/index.ts'
import { located } from '../sample.ts'
import { ruleText, testText } from './written-tests.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'replay-'))
})
afterEach(() => rm(root, { recursive: true }))

/** Writes the files into the root and replays `a.test.yaml` and what else is named. */
async function replay(
  files: Readonly<Record<string, string>>,
  {
    tests = ['a.test.yaml'],
    watchlists = [] as readonly Watchlist[],
    externalData = [] as readonly ExternalFile[],
    pace = 1,
  } = {},
) {
  for (const [name, text] of Object.entries({ 'a.yaml': ruleText(), ...files })) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), text)
  }
  let clock = 0
  const environment = {
    openEngine,
    logs: openLogStore(named(join(root, 'stored'))),
    catalogue: loadCatalogue(),
    functions: [],
    watchlists,
    externalData,
    root,
    timeout: 30_000,
    stopwatch: () => (clock += pace),
  }
  const suites = tests.map(name => inside(root, join(root, name)))
  return await runTests(suites, suite => replaySuite(suite, environment))
}

/** One case of a rule. */
async function replayOne(keys: Readonly<Record<string, string>>, rule: Readonly<Record<string, string>> = {}) {
  const { cases } = await replay({ 'a.yaml': ruleText(rule), 'a.test.yaml': testText(keys) })
  return cases[0]!
}

const ids = ({ diagnostics }: CaseReport) => diagnostics.map(({ id }) => id)
const failure = (time: string, more = '') => `{ TimeGenerated: "2026-03-02T${time}Z", ResultType: "50126", ${more} }`

describe('a replay', () => {
  it('fires when enough rows have arrived, then stays suppressed', async () => {
    // 40 rows from 09:58:00 to 10:01:15, each seven minutes late: at 10:00 the run of 10:05 sees the first alone, which arrived
    // at 10:05:00; at 10:05 all have arrived by 10:10. The next hour is suppressed.
    const rows =
      '{ SigninLogs: [{ repeat: 40, every: 5s, from: 2026-03-02T09:58:00Z, ResultType: "50126", IPAddress: 203.0.113.9 }] }'
    const report = await replayOne(
      {
        replay: '{ from: 2026-03-02T09:00:00Z, to: 2026-03-02T10:30:00Z, ingestionDelay: 7m }',
        rows,
        expect: '{ incidents: 1, alerts: [{ at: 2026-03-02T10:05:00Z, rows: 40 }] }',
      },
      { triggerThreshold: '30', suppressionEnabled: 'true', suppressionDuration: '1h' },
    )
    expect(report).toMatchObject({ status: 'passed', differences: [] })
    expect(report.alerts[0]).toMatchObject({
      title: 'Failed sign-ins',
      entities: [{ type: 'IP', identifiers: { Address: '203.0.113.9' } }],
    })
    const atTen = await replayOne(
      {
        at: '2026-03-02T10:00:00Z',
        rows,
        expect: '{ alerts: [{ rows: 1 }] }',
      },
      { metadata: '{ tripline: { ingestionDelay: 7m } }' },
    )
    expect(atTen.status).toBe('passed')
  })

  it('sees TimeGenerated from T - period, but not at T, and rows that arrive by T + 5 minutes', async () => {
    const at = '2026-03-02T10:00:00Z'
    const rows = [
      failure('08:59:59.9999999'),
      failure('09:00:00'),
      failure('09:59:59.9999999'),
      failure('10:00:00'),
      failure('09:30:00', '_IngestionTime: "2026-03-02T10:05:00Z"'),
      failure('09:30:00', '_IngestionTime: "2026-03-02T10:05:00.0000001Z"'),
    ]
    const report = await replayOne({
      at,
      rows: `{ SigninLogs: [${rows.join(', ')}] }`,
      expect: '{ alerts: [{ rows: 3 }] }',
    })
    expect(report.status).toBe('passed')
  })

  it('runs a near-real-time rule over what arrived in the minute before', async () => {
    const nrt = ['queryFrequency', 'queryPeriod', 'triggerOperator', 'triggerThreshold']
    const text = ruleText({ kind: 'NRT' })
      .split('\n')
      .filter(line => !nrt.some(key => line.startsWith(key)))
      .join('\n')
    const rows = [
      failure('07:00:00', '_IngestionTime: "2026-03-02T10:00:00Z"'),
      failure('10:00:59.9999999'),
      failure('10:01:00'),
    ]
    const { cases } = await replay({
      'a.yaml': text,
      'a.test.yaml': testText({
        replay: '{ from: 2026-03-02T10:00:00Z, to: 2026-03-02T10:03:00Z }',
        rows: `{ SigninLogs: [${rows.join(', ')}] }`,
        expect: '{ alerts: [{ at: 2026-03-02T10:01:00Z, rows: 2 }, { at: 2026-03-02T10:02:00Z, rows: 1 }] }',
      }),
    })
    expect(cases[0]!.differences).toEqual([])
    expect(cases[0]!.status).toBe('passed')
  })

  it('answers now() with the scheduled time', async () => {
    const report = await replayOne(
      {
        at: '2026-03-02T10:00:00Z',
        rows: `{ SigninLogs: [${failure('09:00:00')}] }`,
        expect: '{ alerts: [{ customDetails: { Now: 2026-03-02T10:00:00Z } }] }',
      },
      { query: 'SigninLogs | project Now = now(), IPAddress', customDetails: '{ Now: Now }' },
    )
    expect(report.differences).toEqual([])
  })

  it('reads recorded files, several of one table, with rows beside them', async () => {
    const { cases } = await replay({
      'logs/one.jsonl': '{"TimeGenerated":"2026-03-02T09:30:00Z","ResultType":"50126","IPAddress":"192.0.2.1"}\n',
      'logs/two.csv': 'TimeGenerated,ResultType,IPAddress\n2026-03-02T09:31:00Z,50126,192.0.2.2\n',
      'a.test.yaml': testText({
        at: '2026-03-02T10:00:00Z',
        data: '{ SigninLogs: [logs/one.jsonl, logs/two.csv] }',
        rows: `{ SigninLogs: [${failure('09:32:00', 'IPAddress: 192.0.2.3')}] }`,
        expect:
          '{ alerts: [{ entities: [{ IP: { Address: 192.0.2.3 } }, { IP: { Address: 192.0.2.2 } }, { IP: { Address: 192.0.2.1 } }] }] }',
      }),
    })
    expect(cases[0]!.differences).toEqual([])
  })

  it('gives queries the watchlists of the project, or what a case replaces them with', async () => {
    const query = "_GetWatchlist('Watched') | project IPAddress = SearchKey"
    const files = {
      'a.yaml': ruleText({ query: `"${query}"` }),
      'own.csv': 'Address\n192.0.2.1\n',
      'other.csv': 'Address\n192.0.2.2\n',
      'a.test.yaml': testText(
        { at: '2026-03-02T10:00:00Z', expect: '{ alerts: [{ entities: [{ IP: { Address: 192.0.2.1 } }] }] }' },
        {
          at: '2026-03-02T10:00:00Z',
          watchlists: '{ Watched: other.csv }',
          expect: '{ alerts: [{ entities: [{ IP: { Address: 192.0.2.2 } }] }] }',
        },
      ),
    }
    const watchlists = [
      { alias: located('Watched'), file: located(inside(root, join(root, 'own.csv'))), searchKey: located('Address') },
    ]
    const { cases } = await replay(files, { watchlists })
    expect(cases.map(({ status, differences }) => [status, differences])).toEqual([
      ['passed', []],
      ['passed', []],
    ])
  })
})

describe('externaldata', () => {
  it('reads the files of the project, or what a case replaces them with or adds', async () => {
    const feed = 'https://data.example/feed.csv'
    const more = 'https://data.example/more.txt'
    const query = `externaldata(IPAddress:string)['${feed}', '${more}']`
    const expect192 = (end: number) =>
      `{ alerts: [{ rows: 2, entities: [{ IP: { Address: 192.0.2.${end} } }, { IP: { Address: 192.0.2.9 } }] }] }`
    const files = {
      'a.yaml': ruleText({ query: `"${query}"` }),
      'own.csv': '192.0.2.1\n',
      'other.csv': '192.0.2.2\n',
      'more.txt': '192.0.2.9\n',
      'a.test.yaml': testText(
        { at: '2026-03-02T10:00:00Z', externalData: `{ '${more}': more.txt }`, expect: expect192(1) },
        {
          at: '2026-03-02T10:00:00Z',
          externalData: `{ '${feed}': other.csv, '${more}': more.txt }`,
          expect: expect192(2),
        },
        { at: '2026-03-02T10:00:00Z', expect: '{ alerts: [] }' },
        { at: '2026-03-02T10:00:00Z', externalData: `{ '${more}': ../more.txt }`, expect: '{ alerts: [] }' },
      ),
    }
    const externalData = [{ url: located(feed), file: located(inside(root, join(root, 'own.csv'))) }]
    const { cases } = await replay(files, { externalData })
    expect(
      cases.map(({ status, differences, diagnostics }) => [status, differences, diagnostics.map(({ id }) => id)]),
    ).toEqual([
      ['passed', [], []],
      ['passed', [], []],
      ['error', [], ['kql-unsupported']],
      ['error', [], ['path-outside']],
    ])
  })
})

describe('a case that fails', () => {
  it('says what was expected and why nothing fired', async () => {
    const report = await replayOne(
      {
        at: '2026-03-02T10:00:00Z',
        rows: `{ SigninLogs: [${failure('09:30:00')}, ${failure('09:31:00')}, ${failure('10:30:00')}] }`,
        expect: '{ alerts: [{ severity: Medium }] }',
      },
      { triggerThreshold: '5' },
    )
    expect(report.status).toBe('failed')
    expect(report.differences).toMatchObject([{ path: 'alerts[0]', actual: null }])
    expect(report.silence).toEqual([
      '2026-03-02T10:00:00Z: SigninLogs 2 of 3 rows in the window; the query returned 2 rows; the trigger needs more than 5 rows',
      '2026-03-02T10:00:00Z: rows after SigninLogs 2, where 2',
      // `triggerThreshold` is the eleventh key of the rule.
      '2026-03-02T10:00:00Z: trigger on line 11: the query returned 2 rows; the trigger needs more than 5 rows',
    ])
  })

  // Seen by the run at 10:00 alone: a row is in the window from five minutes before a run up to it.
  const oneAlert = {
    replay: '{ from: 2026-03-02T09:55:00Z, to: 2026-03-02T10:05:00Z }',
    rows: `{ SigninLogs: [${failure('09:58:00', 'IPAddress: 192.0.2.1')}] }`,
  }
  const explained = async (expected: string) => {
    const report = await replayOne({ ...oneAlert, expect: expected }, { queryPeriod: '5m' })
    expect(report.status).toBe('failed')
    return [...new Set(report.silence.map(line => line.slice(0, line.indexOf('Z: ') + 1)))]
  }

  it.each(['tactics', 'techniques', 'entities'])(
    'explains the missing alert, not the one whose %s differ',
    async field => {
      expect(await explained(`{ alerts: [{ ${field}: [] }, { at: 2026-03-02T10:05:00Z }] }`)).toEqual([
        '2026-03-02T10:05:00Z',
      ])
    },
  )

  it.each([
    ['a missing alert of no certain time', '{ alerts: [{}, { severity: Medium }, { at: 2026-03-02T10:05:00Z }] }'],
    ['incidents alone', '{ incidents: 3 }'],
  ])('explains every silent run for %s', async (_, expected) => {
    expect(await explained(expected)).toEqual(['2026-03-02T09:55:00Z', '2026-03-02T10:05:00Z'])
  })

  it('explains nothing where every expected alert fired', async () => {
    expect(await explained('{ alerts: [{ severity: High }] }')).toEqual([])
  })

  it('points at the expectation', async () => {
    const report = await replayOne({
      at: '2026-03-02T10:00:00Z',
      rows: `{ SigninLogs: [${failure('09:30:00')}] }`,
      expect: '{ alerts: [{ severity: High }], incidents: 3 }',
    })
    expect(report.differences.map(({ path }) => path)).toEqual(['alerts[0].severity', 'incidents'])
    const { file, start, end } = report.differences[0]!.span
    expect(file.text.slice(start, end)).toBe('High')
  })
})

describe('a case that cannot be run', () => {
  const at = '2026-03-02T10:00:00Z'
  const quiet = '{ alerts: [], reaches: nothing }'

  it('is a separate error; the others still run', async () => {
    const { cases, passed, errors } = await replay({
      'a.test.yaml': testText(
        { at, rows: '{ SigninLog: [] }', expect: quiet },
        { at, rows: '{ SigninLogs: [{ TimeGenerated: 2026-03-02T09:30:00Z, NoSuchColumn: 1 }] }', expect: quiet },
        { at, data: '{ SigninLogs: missing.jsonl }', expect: quiet },
        { at, watchlists: '{ Nobody: a.yaml }', expect: quiet },
        { at, expect: quiet },
      ),
    })
    expect(cases.map(ids)).toEqual([
      ['case-unknown-table'],
      ['rows-unknown-column'],
      ['file-unreadable'],
      ['case-unknown-watchlist'],
      [],
    ])
    expect([passed, errors]).toEqual([1, 4])
  })

  it.each(['../outside.jsonl', '/etc/hostname', 'link.jsonl'])(
    'reads nothing outside the repository: %s',
    async path => {
      await symlink('/etc/hostname', join(root, 'link.jsonl'))
      const report = await replayOne({ at, data: `{ SigninLogs: ${path} }`, expect: quiet })
      expect(ids(report)).toEqual(['path-outside'])
    },
  )

  it('names the position of a mistake in the query', async () => {
    const report = await replayOne({ at, expect: quiet }, { query: 'SigninLogs | where Resulttype == "50126"' })
    expect(report.status).toBe('error')
    const [{ span, kusto }] = report.diagnostics as [CaseReport['diagnostics'][number]]
    expect(kusto).toBe('KS142')
    expect(span!.file.path).toBe(join(root, 'a.yaml'))
    expect(span!.file.text.slice(span!.start, span!.end)).toBe('Resulttype')
  })

  it('reports a rule that raises no alerts from its own query', async () => {
    const hunting = 'id: 9a7b8c6d-0000-4000-8000-000000000001\nname: Hunt\nkind: Hunting\nquery: SigninLogs\n'
    const { cases } = await replay({ 'a.yaml': hunting, 'a.test.yaml': testText({ at, expect: quiet }) })
    expect(cases.map(ids)).toEqual([['case-rule-kind']])
  })

  it('is every case of a rule that cannot be read', async () => {
    const { cases, errors } = await replay({
      'a.yaml': 'kind: Scheduled\n',
      'a.test.yaml': testText({ at, expect: quiet }),
    })
    expect(errors).toBe(1)
    expect(cases[0]!.diagnostics[0]!.span!.file.path).toBe(join(root, 'a.yaml'))
  })

  it('leaves no trace of a test file that cannot be read but its message', async () => {
    const report = await replay(
      { 'a.test.yaml': testText({ at, expect: quiet }), 'b.test.yaml': 'rule: a.yaml\ncases:\n  - name: 1\n' },
      { tests: ['b.test.yaml', 'a.test.yaml', 'c.test.yaml'] },
    )
    expect(report.passed).toBe(1)
    const spans = report.diagnostics.map(({ span }) => span!)
    expect(spans.map(({ file }) => file.path)).toEqual(expect.arrayContaining([join(root, 'b.test.yaml')]))
    expect(positionAt(spans[0]!.file, spans[0]!.start).line).toBe(3)
    expect(spans.at(-1)!.file.path).toBe(join(root, 'c.test.yaml'))
  })
})

it('the cases of a file end with its time, and those of other files run', async () => {
  const quiet = { at: '2026-03-02T10:00:00Z', expect: '{ alerts: [], reaches: nothing }' }
  const { cases } = await replay(
    { 'a.test.yaml': testText(...Array(20).fill(quiet)), 'b.test.yaml': testText(quiet) },
    // Each look at the stopwatch is 100 seconds later; a file has half an hour.
    { tests: ['a.test.yaml', 'b.test.yaml'], pace: 100_000 },
  )
  expect(cases[0]!.status).toBe('passed')
  expect(cases[19]).toMatchObject({
    status: 'error',
    diagnostics: [{ id: 'case-too-large', message: expect.stringContaining('budget file-time') }],
  })
  expect(cases[20]!.status).toBe('passed')
})

it('comparing too many alerts is an error of the case', async () => {
  // 13 runs of 150 alerts each, as many as a run can raise, and 1,100 expected: 2,145,000 pairs.
  const report = await replayOne(
    {
      replay: '{ from: 2026-03-02T10:00:00Z, to: 2026-03-02T11:00:00Z }',
      expect: `{ alerts: [${Array(1_100).fill('{ severity: Medium }').join()}] }`,
    },
    {
      query: 'range a from 1 to 150 step 1',
      entityMappings: '[]',
      eventGroupingSettings: '{ aggregationKind: AlertPerResult }',
    },
  )
  expect(report).toMatchObject({
    status: 'error',
    diagnostics: [{ id: 'case-too-large', message: expect.stringContaining('budget case-comparisons') }],
  })
})
