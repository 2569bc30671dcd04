import { posix } from 'node:path'
import { fileAt, filesUnder } from '../corpus.mjs'
import { mutateDocument } from '../mutate/document.mjs'
import { hostileTexts } from '../mutate/shards.mjs'
import { unreadableText } from '../unreadable.mjs'

/** A rule and a test with every key of the format. */
const whole = {
  'detections/whole.yaml': `id: 2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11
name: "Sign-in of {{UserPrincipalName}}"
kind: Scheduled
description: A sign-in.
severity: High
queryFrequency: 15m
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
tactics: [InitialAccess]
relevantTechniques: [T1078]
query: |
  let allowed = _GetWatchlist('CorpNetworks') | project CIDR;
  SigninLogs
  | where IPAddress !in (allowed)
  | project TimeGenerated, UserPrincipalName, IPAddress
entityMappings:
  - entityType: IP
    fieldMappings: [{ identifier: Address, columnName: IPAddress }]
  - entityType: Account
    fieldMappings: [{ identifier: FullName, columnName: UserPrincipalName }]
customDetails: { User: UserPrincipalName }
eventGroupingSettings: { aggregationKind: AlertPerResult }
incidentConfiguration:
  createIncident: true
  groupingConfiguration: { enabled: true, lookbackDuration: 5h, matchingMethod: AllEntities, reopenClosedIncident: true }
suppressionEnabled: true
suppressionDuration: 30m
`,
  'detections/whole.test.yaml': `rule: whole.yaml
cases:
  - name: fires
    replay: { from: 2026-03-02T08:00:00Z, to: 2026-03-02T10:00:00Z, ingestionDelay: 5m }
    data: { SigninLogs: [../logs/SigninLogs.jsonl] }
    rows:
      SigninLogs:
        - { repeat: 5, every: 10s, from: 2026-03-02T08:05:00Z, UserPrincipalName: "u{n}@contoso.example", IPAddress: 203.0.113.9 }
        - { TimeGenerated: 2026-03-02T09:00:00Z, UserPrincipalName: v@contoso.example, IPAddress: 203.0.113.{n}, ResultType: 0 }
    watchlists: { CorpNetworks: ../test-data/watchlists/corp-networks-empty.csv }
    externalData: { "https://data.example/feed.csv": ../logs/feed.csv }
    expect:
      incidents: 1
      alerts:
        - at: 2026-03-02T08:15:00Z
          severity: High
          title: "*"
          description: A sign-in.
          tactics: [InitialAccess]
          techniques: [T1078]
          entities: [{ IP: { Address: 203.0.113.9 } }, { Account: { Name: u1, UPNSuffix: contoso.example } }]
          customDetails: { User: [u1@contoso.example, "*"] }
          rows: 5
  - name: quiet
    at: 2026-03-02T11:00:00Z
    expect: { alerts: [], reaches: nothing }
`,
  'logs/SigninLogs.jsonl':
    '{"TimeGenerated":"2026-03-02T09:30:00Z","UserPrincipalName":"ann@contoso.example","IPAddress":"203.0.113.9"}\n',
  'logs/feed.csv': 'a,b\n1,2\n',
  'test-data/watchlists/corp-networks-empty.csv': fileAt('test-data/watchlists/corp-networks-empty.csv'),
}

/** A test file of the pack and every file it names, with paths from the project root. */
function packed({ path, bytes }) {
  const names = [...bytes.toString().matchAll(/\.\.\/\.\.\/(test-data\/[^\s,}]+)/g)].map(([, name]) => name)
  const rule = posix.join(posix.dirname(path), /^rule: (.*)$/m.exec(bytes)[1])
  return { subject: path, files: Object.fromEntries([path, rule, ...names].map(name => [name, fileAt(name)])) }
}

const tests = [
  { subject: 'detections/whole.test.yaml', files: whole },
  ...filesUnder('detections', /\.test\.yaml$/).map(packed),
]
// A test whose rule is missing still counts for its form.
const others = ['packages/rules/cases', '../shared/faults/files']
  .flatMap(folder => filesUnder(folder, /\.test\.yaml$/))
  .map(({ bytes }) => bytes)

const project = Object.fromEntries(
  ['tripline.yaml', 'test-data/watchlists/corp-networks.csv'].map(path => [path, fileAt(path)]),
)

const calls = [
  [5, () => [['check', '--format', 'json']]],
  [1, () => [['check']]],
  [2, () => [['test', '--format', 'json', '--timeout', '2s']]],
  [2, () => [['test', '--timeout', '2s']]],
  [
    1,
    () => [
      [
        'test',
        '--timeout',
        '2s',
        '--reporter',
        'junit=out/j.xml',
        '--reporter',
        'json=out/t.json',
        '--reporter',
        'sarif=out/t.sarif',
      ],
    ],
  ],
]

function make(at) {
  const { subject, files } = at.chance(0.4) ? tests[0] : at.one(tests)
  const bytes = Buffer.from(files[subject])
  const other = at.one([...others, ...tests.map(test => Buffer.from(test.files[test.subject]))])
  // A damaged rule or damaged data under an undamaged test.
  const target = at.chance(0.8) ? subject : at.one(Object.keys(files))
  const damaged =
    target !== subject
      ? mutateDocument(at, Buffer.from(files[target]), other)
      : at.chance(0.1)
        ? Buffer.from(bytes.toString().replace(/(?<=name: ).*/, `"${at.one(hostileTexts).replace('\n', '\\n')}"`))
        : mutateDocument(at, bytes, other)
  return {
    files: { ...project, ...files, [target]: damaged },
    subject: target,
    calls: at.weighted(calls)(),
    writes: ['out'],
  }
}

export default {
  make,
  unreadable: (bytes, { subject }) => (subject.endsWith('.test.yaml') ? unreadableText(bytes) : undefined),
}
