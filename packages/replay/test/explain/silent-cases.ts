import type { Written } from './explained.ts'

/** A sign-in at 09:30 with other cells. */
export const signIn = (cells: string, time = '09:30:00') =>
  `{ TimeGenerated: 2026-03-02T${time}Z, UserPrincipalName: ann@contoso.example, ${cells} }`

export const several = (number: number, cells: string) =>
  `{ repeat: ${number}, every: 1m, from: 2026-03-02T09:30:00Z, UserPrincipalName: ann@contoso.example, ${cells} }`

const sshd = (message: string) =>
  `{ TimeGenerated: 2026-03-02T09:30:00Z, ProcessName: sshd, SyslogMessage: ${JSON.stringify(message)} }`

export const group = 'SigninLogs\n| summarize Failures = count() by UserPrincipalName\n| where Failures >= 10'
const union =
  'union withsource=Source SigninLogs, AuditLogs\n| summarize Sources = dcount(Source)\n| where Sources == 2'
export const joined = 'SigninLogs\n| join kind=inner (AuditLogs\n  | where Category == "Roles"\n) on CorrelationId'

/** What is wrong with the rows of each case, and where the rule says what they would have to be. */
export const silent: readonly (readonly [string, Written, kind: string, line: string])[] = [
  [
    'a value that a condition does not accept',
    {
      query: 'SigninLogs\n| where AppDisplayName == "Portal"\n    and ResultType == "50126"',
      rows: { SigninLogs: [signIn('AppDisplayName: Portal, ResultType: "0"')] },
    },
    'predicate',
    'and ResultType == "50126"',
  ],
  [
    'the row that misses one condition, although others that miss two get further',
    {
      query: 'SigninLogs\n| where ResultType == "50126"\n| where AppDisplayName == "Portal"\n| where Location == "CH"',
      rows: {
        SigninLogs: [
          signIn('ResultType: "0", AppDisplayName: Portal, Location: CH'),
          signIn('ResultType: "50126", AppDisplayName: Mail, Location: DE'),
        ],
      },
    },
    'predicate',
    '| where ResultType == "50126"',
  ],
  [
    'a number that is one short',
    { query: group, rows: { SigninLogs: [several(9, 'ResultType: "0"')] } },
    'threshold',
    '| where Failures >= 10',
  ],
  [
    'a number that is one short, of a group that is joined',
    {
      query: `SigninLogs
| summarize Failures = count() by UserPrincipalName
| join kind=inner (SigninLogs | distinct UserPrincipalName) on UserPrincipalName
| where Failures >= 10`,
      rows: { SigninLogs: [several(9, 'ResultType: "0"')] },
    },
    'threshold',
    '| where Failures >= 10',
  ],
  [
    'a number that is one short, in a bin of a series',
    {
      query: `SigninLogs
| make-series Failures = count() on TimeGenerated step 1h by UserPrincipalName
| mv-expand Failures to typeof(long)
| where Failures >= 10`,
      rows: { SigninLogs: [several(9, 'ResultType: "0"')] },
    },
    'threshold',
    '| where Failures >= 10',
  ],
  [
    'a number of the row that a group picks',
    {
      query: 'SecurityEvent\n| summarize arg_max(TimeGenerated, *) by Computer\n| where EventID == 4625',
      rows: { SecurityEvent: ['{ TimeGenerated: 2026-03-02T09:30:00Z, EventID: 4624 }'] },
    },
    'predicate',
    '| where EventID == 4625',
  ],
  [
    'a text that has other letters',
    {
      query: 'SigninLogs\n| where AppDisplayName == "Portal"',
      rows: { SigninLogs: [signIn('AppDisplayName: PORTAL')] },
    },
    'case',
    '| where AppDisplayName == "Portal"',
  ],
  [
    'an empty value',
    { query: 'SigninLogs\n| where isnotempty(IPAddress)', rows: { SigninLogs: [signIn('IPAddress: ""')] } },
    'null',
    '| where isnotempty(IPAddress)',
  ],
  [
    'a value behind an expression that is missing',
    {
      query: 'AuditLogs\n| extend Actor = tolower(tostring(InitiatedBy.user.name))\n| where isnotempty(Actor)',
      rows: { AuditLogs: ['{ TimeGenerated: 2026-03-02T09:30:00Z, InitiatedBy: { app: {} } }'] },
    },
    'null',
    '| where isnotempty(Actor)',
  ],
  [
    'an array without elements',
    {
      query: 'AuditLogs\n| mv-expand Target = TargetResources\n| where tostring(Target.type) == "User"',
      rows: { AuditLogs: ['{ TimeGenerated: 2026-03-02T09:30:00Z, TargetResources: [] }'] },
    },
    'null',
    '| mv-expand Target = TargetResources',
  ],
  [
    'a text that is not a number',
    {
      query: 'SigninLogs\n| extend Code = toint(ResultType)\n| where Code > 5',
      rows: { SigninLogs: [signIn('ResultType: many')] },
    },
    'type',
    '| where Code > 5',
  ],
  [
    'a text that is no JSON',
    {
      query: 'SigninLogs\n| extend Place = parse_json(Location)\n| where tostring(Place.city) == "Bern"',
      rows: { SigninLogs: [signIn(`Location: '{"city":"Be'`)] },
    },
    'type',
    '| where tostring(Place.city) == "Bern"',
  ],
  [
    'a text in which extract finds nothing',
    {
      query: 'Syslog\n| extend Address = extract("from ([0-9.]+)", 1, SyslogMessage)\n| where Address == "192.0.2.1"',
      rows: { Syslog: [sshd('Failed password, address 192.0.2.1')] },
    },
    'parse',
    '| where Address == "192.0.2.1"',
  ],
  [
    'a text that parse does not match',
    {
      query: 'Syslog\n| parse SyslogMessage with * "from " Address " port" *\n| where isnotempty(Address)',
      rows: { Syslog: [sshd('Failed password, address 192.0.2.1')] },
    },
    'parse',
    '| where isnotempty(Address)',
  ],
  [
    'a text that parse-where drops',
    {
      query: 'Syslog\n| parse-where SyslogMessage with * "from " Address " port" *\n| where isnotempty(Address)',
      rows: { Syslog: [sshd('Failed password, address 192.0.2.1')] },
    },
    'parse',
    '| parse-where SyslogMessage with * "from " Address " port" *',
  ],
  [
    'keys of a join that differ',
    {
      query: joined,
      rows: {
        SigninLogs: [signIn('CorrelationId: a')],
        AuditLogs: ['{ TimeGenerated: 2026-03-02T09:30:00Z, CorrelationId: b, Category: Roles }'],
      },
    },
    'join',
    '| join kind=inner (AuditLogs',
  ],
  [
    'keys of a join that differ in their letters',
    {
      query: joined,
      rows: {
        SigninLogs: [signIn('CorrelationId: ab')],
        AuditLogs: ['{ TimeGenerated: 2026-03-02T09:30:00Z, CorrelationId: AB, Category: Roles }'],
      },
    },
    'case',
    '| join kind=inner (AuditLogs',
  ],
  [
    'a condition on the other side of a join',
    {
      query: joined,
      rows: {
        SigninLogs: [signIn('CorrelationId: a')],
        AuditLogs: ['{ TimeGenerated: 2026-03-02T09:30:00Z, CorrelationId: a, Category: Groups }'],
      },
    },
    'predicate',
    '| where Category == "Roles"',
  ],
  [
    'a missing value in the row of the other side that would match, although others miss the condition too',
    {
      query:
        'SigninLogs\n| join kind=inner (SecurityEvent\n  | where EventID == 4720\n) on $left.UserId == $right.TargetSid',
      rows: {
        SigninLogs: [signIn('UserId: S-1')],
        SecurityEvent: [
          '{ repeat: 5, TimeGenerated: 2026-03-02T09:30:00Z, EventID: 4729, TargetSid: S-2 }',
          '{ TimeGenerated: 2026-03-02T09:30:00Z, TargetSid: S-1 }',
        ],
      },
    },
    'null',
    '| where EventID == 4720',
  ],
  [
    'a match of an anti join',
    {
      query: 'SigninLogs\n| join kind=leftanti AuditLogs on CorrelationId',
      rows: {
        SigninLogs: [signIn('CorrelationId: a')],
        AuditLogs: ['{ TimeGenerated: 2026-03-02T09:30:00Z, CorrelationId: a }'],
      },
    },
    'join',
    '| join kind=leftanti AuditLogs on CorrelationId',
  ],
  ['a table without rows', { query: 'SigninLogs\n| where ResultType == "0"' }, 'missing-table', 'SigninLogs'],
  [
    'a table without rows on the other side of a join',
    { query: joined, rows: { SigninLogs: [signIn('CorrelationId: a')] } },
    'missing-table',
    '| join kind=inner (AuditLogs',
  ],
  [
    'a table without rows in a union whose tables are counted',
    { query: union, rows: { SigninLogs: [signIn('ResultType: "0"')] } },
    'missing-table',
    'union withsource=Source SigninLogs, AuditLogs',
  ],
  [
    'a value that a watchlist lists',
    {
      query:
        'let known = _GetWatchlist("Known") | project SearchKey;\nSigninLogs\n| where UserPrincipalName !in (known)',
      rows: { SigninLogs: [signIn('ResultType: "0"')] },
      known: ['ann@contoso.example'],
    },
    'watchlist',
    '| where UserPrincipalName !in (known)',
  ],
  [
    'a value that a watchlist does not list',
    {
      query: 'SigninLogs\n| join kind=inner (_GetWatchlist("Known")) on $left.UserPrincipalName == $right.SearchKey',
      rows: { SigninLogs: [signIn('ResultType: "0"')] },
      known: ['bob@contoso.example'],
    },
    'watchlist',
    '| join kind=inner (_GetWatchlist("Known")) on $left.UserPrincipalName == $right.SearchKey',
  ],
  [
    'rows before the window',
    { query: 'SigninLogs', rows: { SigninLogs: [signIn('ResultType: "0"', '08:30:00')] } },
    'window',
    'queryPeriod: 1h',
  ],
  [
    'rows after the run',
    { query: 'SigninLogs', rows: { SigninLogs: [signIn('ResultType: "0"', '10:30:00')] } },
    'window',
    'queryPeriod: 1h',
  ],
  [
    'a look-back of the query that is shorter',
    {
      query: 'SigninLogs\n| where TimeGenerated > ago(10m)',
      rows: { SigninLogs: [signIn('ResultType: "0"')] },
    },
    'window',
    '| where TimeGenerated > ago(10m)',
  ],
  [
    'rows that arrive after the run',
    { query: 'SigninLogs', rows: { SigninLogs: [signIn('_IngestionTime: 2026-03-02T11:00:00Z')] } },
    'late',
    'queryPeriod: 1h',
  ],
  [
    'rows that arrive after the minute of a near-real-time rule',
    {
      query: 'SigninLogs\n| where ResultType == "0"',
      rule: { kind: 'NRT' },
      rows: { SigninLogs: [signIn('ResultType: "0", _IngestionTime: 2026-03-02T10:30:00Z')] },
    },
    'late',
    'SigninLogs',
  ],
  [
    'a condition in the body of a stored function, at its call',
    {
      query: 'let portal = "Portal";\nFailures(portal)\n| where Location == "CH"',
      functions: [
        {
          name: 'Failures',
          parameters: '(app: string)',
          body: 'SigninLogs\n| where AppDisplayName == app\n| where ResultType == "50126"',
        },
      ],
      rows: { SigninLogs: [signIn('ResultType: "0", AppDisplayName: Portal, Location: CH')] },
    },
    'predicate',
    'Failures(portal)',
  ],
  [
    'a condition on what a function returns',
    {
      query: 'let portal = "Portal";\nFailures(portal)\n| where Location == "CH"',
      functions: [{ name: 'Failures', parameters: '(app: string)', body: 'SigninLogs | where AppDisplayName == app' }],
      rows: { SigninLogs: [signIn('AppDisplayName: Portal, Location: DE')] },
    },
    'predicate',
    '| where Location == "CH"',
  ],
  [
    'a condition before the call of a function that it is piped to',
    {
      query:
        'let only = (T: (Location: string)) { T | where Location == "CH" };\nSigninLogs\n| where ResultType == "50126"\n| invoke only()',
      rows: { SigninLogs: [signIn('ResultType: "0", Location: CH')] },
    },
    'predicate',
    '| where ResultType == "50126"',
  ],
  [
    'a condition that a function computes',
    {
      query:
        'let failed = (code: string) { code == "50126" };\nSigninLogs\n| where Location == "CH"\n    and failed(ResultType)',
      rows: { SigninLogs: [signIn('ResultType: "0", Location: CH')] },
    },
    'predicate',
    'and failed(ResultType)',
  ],
  [
    'fewer rows than the trigger needs',
    { query: 'SigninLogs', rule: { triggerThreshold: '2' }, rows: { SigninLogs: [several(2, 'ResultType: "0"')] } },
    'trigger',
    'triggerThreshold: 2',
  ],
  [
    'an earlier alert',
    {
      query: 'SigninLogs',
      rule: { queryFrequency: '1h', suppressionEnabled: 'true', suppressionDuration: '5h' },
      rows: { SigninLogs: [signIn('ResultType: "0"'), signIn('ResultType: "0"', '11:30:00')] },
      test: { replay: '{ from: 2026-03-02T10:00:00Z, to: 2026-03-02T12:00:00Z }' },
    },
    'suppression',
    'suppressionDuration: 5h',
  ],
]
