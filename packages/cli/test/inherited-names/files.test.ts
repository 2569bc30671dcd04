import { beforeAll, expect, test } from 'vitest'
import { folderWith, tripline } from '../cli.ts'
import { log, rule, tests } from '../sample.ts'
import { inherited, nameless, names, unheardOf } from './names.ts'

type Change = readonly [from: string | RegExp, to: (name: string) => string]

/** Where a rule or a test names something, and the finding about a name that nobody has heard of, if there is one. */
interface Row {
  readonly rule?: Change
  readonly test?: Change
  readonly check?: string
  readonly ran?: string
}

/** Only the case that fires. */
const oneCase = tests.slice(0, tests.indexOf('  - name: an hour later'))

const data = 'data: { SigninLogs: ../logs/SigninLogs.jsonl }'

const rows: Readonly<Record<string, Row>> = {
  'a key of a rule': { rule: [/^/, name => `${name}: 1\n`], check: 'unknown-key' },
  'a key of a mapping': { rule: ['- entityType', name => `- ${name}: 1\n    entityType`], check: 'unknown-key' },
  'a key of a field mapping': { rule: ['{ identifier', name => `{ ${name}: 1, identifier`], check: 'unknown-key' },
  'a key of alert details': { rule: [/$/, name => `alertDetailsOverride: { ${name}: a }\n`], check: 'unknown-key' },
  'a key of incident settings': {
    rule: [/$/, name => `incidentConfiguration: { createIncident: true, ${name}: a }\n`],
    check: 'unknown-key',
  },
  'an id': { rule: [/^id: .*$/m, name => `id: ${name}`], check: 'id-not-guid' },
  'a name': { rule: [/^name: .*$/m, name => `name: ${name}`] },
  'a kind': { rule: ['kind: Scheduled', name => `kind: ${name}`], check: 'unknown-value' },
  'a severity': { rule: ['severity: High', name => `severity: ${name}`], check: 'unknown-value' },
  'a trigger operator': { rule: ['triggerOperator: gt', name => `triggerOperator: ${name}`], check: 'wrong-type' },
  'a duration': { rule: ['queryPeriod: 1h', name => `queryPeriod: 1${name}`], check: 'wrong-type' },
  'a grouping': {
    rule: [/$/, name => `eventGroupingSettings: { aggregationKind: ${name} }\n`],
    check: 'unknown-value',
  },
  'a tactic': { rule: ['[InitialAccess]', name => `[${name}]`], check: 'unknown-value' },
  'a technique': { rule: ['[T1078]', name => `[${name}]`], check: 'technique-form' },
  'an entity type': { rule: ['entityType: IP', name => `entityType: ${name}`], check: 'unknown-value' },
  'an identifier': { rule: ['identifier: Address', name => `identifier: ${name}`], check: 'entity-identifier-unknown' },
  'a mapped column': { rule: ['columnName: IPAddress', name => `columnName: ${name}`], check: 'entity-column-missing' },
  'a column of a custom detail': {
    rule: [/$/, name => `customDetails: { a: ${name} }\n`],
    check: 'custom-detail-column',
  },
  'a column in a title': {
    rule: [/$/, name => `alertDetailsOverride: { alertDisplayNameFormat: "A {{${name}}}" }\n`],
    check: 'alert-detail-column-missing',
  },
  'an accepted finding': { rule: [/$/, name => `tripline: { ${name}: 1 }\n`], check: 'unknown-key' },
  'a custom detail': {
    rule: [/$/, name => `customDetails: { ${name}: UserPrincipalName }\n`],
    test: ['severity: High', name => `customDetails: { ${name}: ann@contoso.example }`],
  },
  'a custom detail of another value': {
    rule: [/$/, name => `customDetails: { ${name}: UserPrincipalName }\n`],
    test: ['severity: High', name => `customDetails: { ${name}: eve@contoso.example }`],
    ran: 'failed',
  },
  'a custom detail that the rule lacks': {
    test: ['severity: High', name => `customDetails: { ${name}: 1 }`],
    ran: 'failed',
  },
  'an expected entity': { test: ['IP: {', name => `${name}: {`], check: 'unknown', ran: 'unknown' },
  'an expected identifier': { test: ['{ Address:', name => `{ ${name}:`], check: 'unknown', ran: 'unknown' },
  'a key of a test file': { test: [/^/, name => `${name}: 1\n`], check: 'unknown-key', ran: 'unknown-key' },
  'a key of a case': { test: ['at: ', name => `${name}: 1\n    at: `], check: 'unknown-key', ran: 'unknown-key' },
  'a key of an expectation': {
    test: ['{ alerts:', name => `{ ${name}: 1, alerts:`],
    check: 'unknown-key',
    ran: 'unknown-key',
  },
  'a key of an expected alert': {
    test: ['severity: High', name => `${name}: 1`],
    check: 'unknown-key',
    ran: 'unknown-key',
  },
  'an inline column': { test: [data, name => `rows: { SigninLogs: [{ ${name}: v }] }`], ran: 'rows-unknown-column' },
  'an inline table': { test: [data, name => `rows: { ${name}: [{ a: v }] }`], ran: 'case-unknown-table' },
  'a recorded table': {
    test: [data, name => `data: { ${name}: ../logs/SigninLogs.jsonl }`],
    ran: 'case-unknown-table',
  },
  'a watchlist': {
    test: [data, name => `watchlists: { ${name}: ../logs/list.csv }`],
    ran: 'case-unknown-watchlist',
  },
  'a URL': { test: [data, name => `${data}\n    externalData: { ${name}: ../logs/list.csv }`] },
  'a column of a log': {
    test: [data, () => `data: { SigninLogs: ../logs/column.jsonl }`],
    ran: 'fixture-unknown-columns',
  },
  'a column of a CSV': {
    test: [data, () => `data: { SigninLogs: ../logs/column.csv }`],
    ran: 'fixture-unknown-columns',
  },
  'a key in an inline document': {
    rule: ['| where IPAddress == address', name => `| extend IPAddress = tostring(LocationDetails.${name}.b)`],
    test: [
      data,
      name =>
        `rows: { SigninLogs: [{ TimeGenerated: 2026-03-02T09:30:00Z, LocationDetails: { ${name}: { b: 203.0.113.9 } } }] }`,
    ],
  },
}

/** A rule and its tests for every row, in one project. */
const project = (name: string): Readonly<Record<string, string>> => ({
  'tripline.yaml': '{}',
  'logs/SigninLogs.jsonl': log,
  'logs/list.csv': 'SearchKey\nx\n',
  'logs/column.jsonl': log.replaceAll('{', `{${JSON.stringify(name)}:1,`),
  'logs/column.csv': `TimeGenerated,UserPrincipalName,IPAddress,${name}\n2026-03-02T09:30:00Z,ann,203.0.113.9,1\n`,
  ...Object.fromEntries(
    Object.values(rows).flatMap((row, index) => {
      const file = `detections/${fileOf(index)}`
      const written = (text: string, change: Change = ['', () => '']) => text.replace(change[0], () => change[1](name))
      const own = rule.replace(/3a11$/m, String(4000 + index)).replace(/^name: .*$/m, `name: R${index}`)
      const files = [[`${file}.yaml`, written(own, row.rule)]]
      if (row.test) files.push([`${file}.test.yaml`, written(oneCase.replace('blocked', fileOf(index)), row.test)])
      return files
    }),
  ),
})

const fileOf = (index: number): string => `r${String(index).padStart(2, '0')}`

interface Finding {
  readonly file: string
  readonly id: string
  readonly message: string
}
interface Case {
  readonly rule: string
  readonly status: string
  readonly diagnostics: readonly Finding[]
}

/** What a report says of each row: its findings, and how its case ended. */
function saidOfRows(report: string, name: string): readonly string[] {
  const { diagnostics, cases = [] } = JSON.parse(report) as {
    readonly diagnostics: readonly Finding[]
    readonly cases?: readonly Case[]
  }
  return Object.keys(rows).map((_, index) => {
    const own = cases.filter(({ rule }) => rule.includes(fileOf(index)))
    const findings = diagnostics.filter(({ file }) => file.includes(fileOf(index)))
    const lines = [...findings, ...own.flatMap(one => one.diagnostics)].map(({ id, message }) => `${id} ${message}`)
    return nameless([...lines, ...own.map(({ status }) => status)].join('\n'), name)
  })
}

const asked = new Map<string, Readonly<Record<'check' | 'ran', readonly string[]>>>()
beforeAll(async () => {
  for (const name of names) {
    process.chdir(folderWith(project(name)))
    const checked = await tripline(['check', '--format', 'json'])
    const ran = await tripline(['test', '--format', 'json'])
    expect([checked.code, ran.code], checked.stderr + ran.stderr).toEqual([2, 2])
    asked.set(name, { check: saidOfRows(checked.stdout, name), ran: saidOfRows(ran.stdout, name) })
  }
})

test.each(Object.keys(rows).map((door, index) => [door, index] as const))('%s', (door, index) => {
  const said = (name: string) => ({ check: asked.get(name)!.check[index]!, ran: asked.get(name)!.ran[index]! })
  const plain = said('unheardOf')
  for (const verb of ['check', 'ran'] as const) {
    const expected = rows[door]![verb]
    if (expected !== undefined) expect(plain[verb]).toContain(expected)
  }
  for (const name of inherited) expect({ name, ...said(name) }).toEqual({ name, ...said(unheardOf(name)) })
})
