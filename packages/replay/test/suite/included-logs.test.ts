import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { positionAt } from '@tripline/diagnostics'
import { inside } from '@tripline/files'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { loadSuite, replaySuite } from '../../src/index.ts'
import { checkCaseData } from '../../src/suite/check-case-data.ts'
import { memoryEnvironment } from './memory-environment.ts'
import { ruleText, testText } from './written-tests.ts'

let root: string
const roots: string[] = []
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'included-'))
  roots.push(root)
})
afterAll(() => {
  for (const folder of roots) rmSync(folder, { recursive: true })
})

/** Writes files, then replays the cases of `tests/a.test.yaml`: each case's alerts, a line per result row, and all messages. */
async function replay(
  cases: readonly Readonly<Record<string, string>>[],
  files: Readonly<Record<string, string>> = {},
) {
  const query = 'SigninLogs | project TimeGenerated, IPAddress, At = ingestion_time() | sort by TimeGenerated asc'
  const rule = ruleText({
    query,
    eventGroupingSettings: '{ aggregationKind: AlertPerResult }',
    alertDetailsOverride: '{ alertDisplayNameFormat: "{{IPAddress}} {{TimeGenerated}} {{At}}" }',
  })
  for (const [name, text] of Object.entries({
    'tests/a.yaml': rule,
    'tests/a.test.yaml': testText(...cases),
    ...files,
  })) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  const environment = memoryEnvironment(root)
  const tests = inside(root, join(root, 'tests/a.test.yaml'))
  const { cases: reports, diagnostics } = await replaySuite(tests, environment)
  const { value: suite } = await loadSuite(tests, root)
  const found = await checkCaseData(suite!.tests.cases, environment)
  const shown = (all: typeof diagnostics) =>
    all.map(
      ({ id, span }) => `${span!.file.path.slice(root.length + 1)}:${positionAt(span!.file, span!.start).line} ${id}`,
    )
  return {
    alerts: reports.map(({ alerts }) => alerts.map(({ title }) => title.replaceAll('.0000000Z', ''))),
    messages: [...diagnostics, ...reports.flatMap(report => report.diagnostics)].map(({ message }) => message),
    checked: shown(found),
    unread: shown(diagnostics),
  }
}

const at = '2026-03-02T10:00:00Z'
const expectNone = { at, expect: '{ alerts: [] }' }
const signIn = (time: string, address: string) => `{ TimeGenerated: "${time}", IPAddress: ${address} }`
const rows = (...written: readonly string[]) => `{ SigninLogs: [${written.join(', ')}] }`
const recorded = (...lines: readonly object[]) => lines.map(line => `${JSON.stringify(line)}\n`).join('')

/** The alert of a row that arrives when it is generated, as rows do if nothing else is said. */
const arrived = (address: string, time: string) => `${address} 2026-03-02T${time} 2026-03-02T${time}`

describe('logs that a case includes', () => {
  it('are there besides its own, for each case that includes them', async () => {
    const included = { ...expectNone, include: '../logs/office.logs.yaml' }
    const { alerts, messages } = await replay(
      [included, { ...included, rows: rows(signIn('2026-03-02T09:40:00Z', '192.0.2.3')) }, expectNone],
      {
        'logs/office.logs.yaml': `data: { SigninLogs: a.jsonl }\nrows: ${rows(signIn('2026-03-02T09:20:00Z', '192.0.2.2'))}\n`,
        'logs/a.jsonl': recorded({ TimeGenerated: '2026-03-02T09:10:00Z', IPAddress: '192.0.2.1' }),
      },
    )
    expect(messages).toEqual([])
    const shared = [arrived('192.0.2.1', '09:10:00'), arrived('192.0.2.2', '09:20:00')]
    expect(alerts).toEqual([shared, [...shared, arrived('192.0.2.3', '09:40:00')], []])
  })

  it('may be several', async () => {
    const { alerts } = await replay([{ ...expectNone, include: '[a.logs.yaml, b.logs.yml]' }], {
      'tests/a.logs.yaml': `rows: ${rows(signIn('2026-03-02T09:10:00Z', '192.0.2.1'))}\n`,
      'tests/b.logs.yml': `rows: ${rows(signIn('2026-03-02T09:20:00Z', '192.0.2.2'))}\n`,
    })
    expect(alerts[0]).toHaveLength(2)
  })

  it.each([
    ['an unknown key', 'alerts: []', 'tests/a.logs.yaml:1 unknown-key'],
    ['a row that is none', 'rows: { SigninLogs: [1] }', 'tests/a.logs.yaml:1 wrong-type'],
    ['no YAML', '"', 'tests/a.logs.yaml:1 yaml-syntax'],
  ])('with %s are reported once, and the cases are left out', async (_, text, finding) => {
    const included = { ...expectNone, include: 'a.logs.yaml' }
    const { alerts, unread } = await replay([included, included, expectNone], { 'tests/a.logs.yaml': text })
    expect(unread.map(line => line.replace(/:\d+ yaml-\S+/, ':1 yaml-syntax'))).toEqual([finding])
    expect(alerts).toHaveLength(1)
  })

  it('are checked once', async () => {
    const included = { ...expectNone, include: 'a.logs.yaml' }
    const { checked } = await replay([included, included], { 'tests/a.logs.yaml': 'rows: { SigninLog: [] }\n' })
    expect(checked).toEqual(['tests/a.logs.yaml:1 case-unknown-table'])
  })

  it.each(['../../out.logs.yaml', 'link.logs.yaml', 'absent.logs.yaml'])(
    'stay inside the project: %s',
    async include => {
      const outside = `${root}.logs.yaml`
      writeFileSync(outside, 'rows: {}\n')
      mkdirSync(join(root, 'tests'))
      symlinkSync(outside, join(root, 'tests/link.logs.yaml'))
      const { alerts, unread } = await replay([{ ...expectNone, include }, expectNone])
      rmSync(outside)
      expect(alerts).toHaveLength(1)
      expect(unread).toHaveLength(1)
      expect(unread[0]).toMatch(/^tests\/a\.test\.yaml:6 /)
    },
  )
})

describe('shiftTo', () => {
  const old = recorded(
    { TimeGenerated: '2025-01-05T23:59:00Z', IPAddress: '192.0.2.1', _IngestionTime: '2025-01-06T00:01:00Z' },
    { TimeGenerated: '2025-01-06T00:00:30Z', IPAddress: '192.0.2.2', _IngestionTime: '2025-01-06T00:02:00Z' },
  )

  it('moves recorded and shared rows together, and leaves those of the case', async () => {
    const own = { rows: rows(signIn('2026-03-02T09:59:00Z', '192.0.2.4')), include: 'a.logs.yaml' }
    const { alerts, messages } = await replay(
      [{ ...expectNone, ...own, data: '{ SigninLogs: a.jsonl }', shiftTo: '2026-03-02T09:30:00Z' }],
      {
        'tests/a.jsonl': old,
        'tests/a.logs.yaml': `rows: ${rows(signIn('2025-01-05T23:58:00Z', '192.0.2.3'))}\n`,
      },
    )
    expect(messages).toEqual([])
    expect(alerts[0]).toEqual([
      arrived('192.0.2.3', '09:30:00'),
      '192.0.2.1 2026-03-02T09:31:00 2026-03-02T09:33:00',
      '192.0.2.2 2026-03-02T09:32:30 2026-03-02T09:34:00',
      arrived('192.0.2.4', '09:59:00'),
    ])
  })

  it('refuses to leave the years of a datetime', async () => {
    const late = recorded({ TimeGenerated: '2025-01-05T00:00:00Z' }, { TimeGenerated: '2025-01-06T00:00:00Z' })
    const moved = { ...expectNone, data: '{ SigninLogs: a.jsonl }', shiftTo: '9999-12-31T12:00:00Z' }
    const { messages } = await replay([moved], { 'tests/a.jsonl': late })
    expect(messages).toEqual(['shiftTo would move a time out of the years 1 to 9999'])
  })
})
