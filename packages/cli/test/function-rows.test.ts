import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'

const files = (query: string, rows: string, more: Readonly<Record<string, string>> = {}) => ({
  'tripline.yaml': sample['tripline.yaml']!,
  'detections/blocked.yaml': rule.replace(
    / {2}SigninLogs\n.*\n.*\n/,
    `  ${query}\n  | where SrcIpAddr == address\n  | project TimeGenerated, IPAddress = SrcIpAddr\n`,
  ),
  'detections/blocked.test.yaml': `rule: blocked.yaml
cases:
  - name: fires
    at: 2026-03-02T10:00:00Z
    rows:
${rows}
    expect: { alerts: [{ rows: 1 }] }
  - name: stays quiet
    at: 2026-03-02T10:00:00Z
    rows:
${rows.replaceAll('203.0.113.9', '198.51.100.7')}
    expect: { alerts: [] }
`,
  ...more,
})

const query = `{ TimeGenerated: 2026-03-02T09:30:00Z, SrcIpAddr: 203.0.113.9, Domain: www.contoso.example, EventResultDetails: NXDOMAIN }`
const other = query.replace('203', '198')
const failed = async () => {
  const { code, stdout, stderr } = await tripline(['test', '--no-cache'])
  return code === 0 ? '' : `${code} ${stdout}${stderr}`
}

// Which rows a parameter keeps: the filtering parameters of the DNS schema reference.
test.each([
  ['_Im_Dns', true],
  ['imDns()', true],
  ["_Im_Dns(starttime=ago(1h), endtime=now(), domain_has_any=dynamic(['contoso']))", true],
  ["_Im_Dns(domain_has_any=dynamic(['fabrikam']))", false],
  ["_Im_Dns(responsecodename='NXDOMAIN', srcipaddr='203.0.113.9')", true],
  ["_Im_Dns(responsecodename='NOERROR')", false],
  ['_Im_Dns(starttime=ago(5m))', false],
  ["_Im_Dns(eventtype='lookup') | where DnsQuery == 'www.contoso.example' and DnsResponseCodeName == 'NXDOMAIN'", true],
  ['_ASim_Dns', true],
])('rows are given for a function of ASIM: %s', async (call, fires) => {
  const name = /^\w+/.exec(call)![0]
  enterFolder(files(call, `      ${name}:\n        - ${query}\n        - ${other}`))
  expect(await tripline(['check'])).toMatchObject({ code: 0 })
  expect((await failed()) === '').toBe(fires)
})

test('the rows of a function are those of the project instead of what its parser returns', async () => {
  const parser = { 'functions/imDns.yaml': 'name: imDns\nbuiltIn: _Im_Dns\nbody: Syslog | extend SrcIpAddr = HostIP\n' }
  const raw = `      Syslog:\n        - { TimeGenerated: 2026-03-02T09:30:00Z, HostIP: 203.0.113.9 }`
  for (const rows of [raw, `      _Im_Dns: [${query}]`]) {
    enterFolder(files('_Im_Dns', rows, parser))
    expect(await failed()).toBe('')
  }
})

test('rows are given for a function of the project, with the columns that its body returns', async () => {
  const parser = { 'functions/doors.yaml': 'name: Doors\nbody: Syslog | project TimeGenerated, SrcIpAddr = HostIP\n' }
  enterFolder(
    files('Doors', `      Doors:\n        - { TimeGenerated: 2026-03-02T09:30:00Z, SrcIpAddr: 203.0.113.9 }`, parser),
  )
  expect(await failed()).toBe('')
  enterFolder(
    files('Doors', `      Doors:\n        - { TimeGenerated: 2026-03-02T09:30:00Z, HostIP: 203.0.113.9 }`, parser),
  )
  expect(await failed()).toMatch(/blocked\.test\.yaml:7:.*fixture-unknown-column|HostIP/s)
})

test.each([
  ['_Im_AgentEvent', {}, 'case-undocumented-filter'],
  [
    'Doors',
    { 'functions/a.yaml': 'name: Doors\nparameters: "(x:long=1)"\nbody: Syslog | where x > 1\n' },
    'case-filtering-function',
  ],
  ['Doors', { 'functions/a.yaml': 'name: Doors\nbody: Syslog | where Nonsense > 1\n' }, 'case-unknown-answer'],
  ['Doorz', { 'functions/a.yaml': 'name: Doors\nbody: Syslog\n' }, 'did you mean Doors?'],
])('rows of %s are refused where they are written', async (name, more, id) => {
  enterFolder(
    files(
      'SigninLogs | extend SrcIpAddr = IPAddress',
      `      ${name}: [{ TimeGenerated: 2026-03-02T09:30:00Z }]`,
      more,
    ),
  )
  for (const verb of ['check', 'test']) {
    const { code, stdout, stderr } = await tripline([verb])
    expect(code).not.toBe(0)
    expect(`${stdout}${stderr}`).toContain(id)
    expect(`${stdout}${stderr}`).toContain('detections/blocked.test.yaml:6:7')
  }
})

describe('rows of a table of another workspace', () => {
  const signin = '{ TimeGenerated: 2026-03-02T09:30:00Z, IPAddress: 203.0.113.9 }'
  const europe = `      workspace("soc-europe").SigninLogs: [${signin}]`
  const inEurope = 'workspace("soc-europe").SigninLogs | extend SrcIpAddr = IPAddress'

  test.each([
    [inEurope, europe],
    [inEurope, `      "workspace('soc-europe').SigninLogs": [${signin}]`],
    [`let name = "soc-europe"; workspace(name).SigninLogs | extend SrcIpAddr = IPAddress`, europe],
  ])('are those that %s returns', async (query, rows) => {
    enterFolder(files(query, rows))
    expect(await failed()).toBe('')
  })

  test.each([
    // Neither of this workspace, nor matched by a wildcard, nor older than the window of the run.
    ['union Signin* | extend SrcIpAddr = IPAddress', europe],
    [inEurope, europe.replace('09:30', '08:30')],
  ])('are not those of %s', async (query, rows) => {
    enterFolder(files(query, rows))
    expect(await failed()).not.toBe('')
  })

  test.each([
    ['workspace("soc-asia").SigninLogs | extend SrcIpAddr = IPAddress', /no rows are given for it/],
    [`union withsource=Name SigninLogs, (${inEurope.split(' |')[0]}) | extend SrcIpAddr = IPAddress`, /not documented/],
  ])('refuse %s', async (query, message) => {
    enterFolder(files(query, europe))
    expect(await failed()).toMatch(message)
  })
})
