import { filesUnder } from '../corpus.mjs'
import { mutateDocument } from '../mutate/document.mjs'
import { unreadableText } from '../unreadable.mjs'

const id = '0a000000-0000-0000-0000-000000000003'

/** A project with every key of `tripline.yaml` and a file of each kind it can name. */
const files = {
  'tripline.yaml': `rules: [detections, more]
workspaces:
  prod:
    subscriptionId: 0A000000-0000-0000-0000-000000000001
    resourceGroup: rg-soc
    workspaceName: law-prod
    workspaceId: 00000000-0000-0000-0000-000000000002
    parameters:
      detections/a.yaml: { threshold: 5, window: 2h, name: "x" }
  local:
    parameters:
      ${id}: { threshold: 1 }
disabled: [${id}]
watchlists:
  CorpNetworks: { file: data/corp.csv, searchKey: Network }
externalData:
  https://data.example/feed.csv?sig=a: data/feed.csv
functions:
  Admins: { file: functions/admins.kql, parameters: "(window: timespan)" }
  Hosts: { file: functions/hosts.kql }
retention:
  default: { interactive: 90d, total: 2556d }
  tables:
    SigninLogs: { total: 4383d }
    App_CL: { interactive: 30d }
`,
  'detections/a.yaml': `id: ${id}
name: Admins
kind: Scheduled
description: Someone was made an administrator.
severity: High
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
query: |
  let threshold = 3;
  let window = 1h;
  let name = "a";
  Admins(window)
  | join kind=inner (App_CL | where Level > threshold) on TimeGenerated
  | where Identity !in (_GetWatchlist('CorpNetworks')) and Identity != name
  | join kind=leftanti (externaldata(a: string)["https://data.example/feed.csv?sig=a"]) on $left.Identity == $right.a
`,
  'more/a.test.yaml':
    'rule: ../detections/a.yaml\ncases:\n  - { name: quiet, at: 2026-03-02T11:00:00Z, expect: { alerts: [], reaches: nothing } }\n',
  'data/corp.csv': 'Network,Comment\n203.0.113.0/24,"a, b"\n198.51.100.0/24,\n',
  'data/feed.csv': 'a\nb\n',
  'functions/admins.kql': '\ufeffAuditLogs | where TimeGenerated > ago(window)',
  'functions/hosts.kql': 'Heartbeat | distinct Computer',
  'schemas/app.yaml':
    'table: App_CL\ncolumns:\n  TimeGenerated: datetime\n  Level: int\n  Message: string\n  Details: dynamic\n',
}

/** Other files of the same form to take pieces from. */
const others = {
  'tripline.yaml': filesUnder('.', /^(?!.*scripts).*tripline\.yaml$/),
  'schemas/app.yaml': filesUnder('packages/rules/cases', /schemas\/.*\.yaml$/),
}
const any = Object.values(files).map(text => Buffer.from(text))

const calls = [
  [10, [['check', '--format', 'json']]],
  [3, [['check']]],
  [2, [['compile', '--target', 'arm', '--workspace', 'prod']]],
  [
    2,
    [
      ['schema', 'list', '--format', 'json'],
      ['schema', 'show', 'App_CL'],
    ],
  ],
  [2, [['plan', '--workspace', 'local']]],
  [2, [['fmt', '--check']]],
  [2, [['query', 'App_CL | count', '--format', 'json']]],
  [1, [['test', '--format', 'json', '--timeout', '2s']]],
]

function make(at) {
  const subject = at.chance(0.6) ? 'tripline.yaml' : at.one(Object.keys(files))
  const other = at.one([...(others[subject] ?? []).map(({ bytes }) => bytes), ...any])
  return {
    files: { ...files, [subject]: mutateDocument(at, Buffer.from(files[subject]), other) },
    subject,
    calls: at.weighted(calls),
  }
}

export default {
  make,
  unreadable: (bytes, { subject }) => (subject === 'tripline.yaml' ? unreadableText(bytes) : undefined),
}
