import { readFileSync } from 'node:fs'
import { pseudonymize } from '@tripline/fixtures'
import { type Json, openEngine, type Rows, type TypedTable } from '@tripline/kql/engine'
import { runRuleAt } from '@tripline/replay'
import { type AlertingRule, loadRule } from '@tripline/rules'
import { loadCatalogue, parseDatetimeIso } from '@tripline/schemas'
import { generated, randomOf } from '@tripline/testkit'
import { describe, expect, test } from 'vitest'
import { keptTexts } from '../src/fixture/kept-texts.ts'
import { sameRows } from '../src/fixture/same-rows.ts'
import { enterFolder, tripline } from './cli.ts'
import { sample } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

const catalogue = loadCatalogue()

const people = ['ann', 'bob.lee', 'Cem', 'svc-backup', 'admin-dora', 'break-glass']
const domains = ['contoso.com', 'fabrikam.com']
const hosts = ['PC1', 'pc-two', 'SRV3']
const networks = ['203.0.113.', '198.51.100.', '10.1.2.', '10.1.3.', '192.168.0.', '8.8.4.', '2a00:1450::']

/** Sign-ins and process starts of the same few accounts, hosts and addresses. */
function logs(seed: number): readonly TypedTable[] {
  const random = randomOf(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)]!
  const start = parseDatetimeIso('2026-03-02T09:00:00Z')!
  const tableOf = (name: string, rows: readonly Readonly<Record<string, unknown>>[]): TypedTable => {
    const table = catalogue.get(name)!
    return {
      table,
      rows: rows.map(row =>
        table.columns.map(({ name: column, type }) => (row[column] ?? (type === 'string' ? '' : null)) as null),
      ),
    }
  }
  const times = Array.from({ length: 120 }, (_, index) => start + BigInt(index) * 300_000_000n)
  const signins = times.map(TimeGenerated => {
    const user = `${pick(people)}@${pick(domains)}`
    const address = pick(networks) + (1 + random(6))
    return {
      TimeGenerated,
      UserPrincipalName: random(3) > 0 ? user : user.toUpperCase(),
      UserId: `00000000-0000-4000-8000-00000000000${random(5)}`,
      IPAddress: address,
      ResultType: pick(['0', '50126', '50126']),
      DeviceDetail: JSON.stringify({ displayName: pick(hosts), operatingSystem: pick(['Windows', 'Linux']) }),
    }
  })
  const events = times.map(TimeGenerated => {
    const person = pick(people)
    return {
      TimeGenerated,
      EventID: 4688,
      Computer: `${pick(hosts)}.${pick(domains)}`,
      Account: `CORP\\${person}`,
      TargetUserName: person,
      IpAddress: pick(networks.slice(0, 5)) + (1 + random(6)),
      CommandLine: pick([`net user ${pick(people)} /add`, 'whoami', `ping ${pick(hosts)}`, `mimikatz ${pick(people)}`]),
    }
  })
  return [tableOf('SigninLogs', signins), tableOf('SecurityEvent', events)]
}

const watchlists = [
  {
    alias: 'Nets',
    columns: ['CIDR', 'SearchKey'],
    rows: [
      ['10.1.2.0/24', '10.1.2.0/24'],
      ['198.51.100.0/24', '198.51.100.0/24'],
    ],
  },
]

/** What rules do with accounts, hosts and addresses. */
const queries: Readonly<Record<string, string>> = {
  'counts by account':
    'SigninLogs | where ResultType == "50126" | summarize Failures = count(), make_set(IPAddress) by UserPrincipalName',
  'accounts in any case': 'SigninLogs | summarize dcount(IPAddress) by Account = tolower(UserPrincipalName)',
  'one account': 'SigninLogs | where UserPrincipalName =~ "break-glass@contoso.com" | project TimeGenerated, IPAddress',
  'a prefix of accounts':
    'SigninLogs | where UserPrincipalName startswith "svc-" or UserPrincipalName has "admin" | project UserPrincipalName, IPAddress',
  'a mail domain':
    'SigninLogs | where UserPrincipalName endswith "@fabrikam.com" | summarize count() by UserPrincipalName',
  'parts of accounts': `SigninLogs | extend Name = tostring(split(UserPrincipalName, "@")[0]), Domain = tostring(split(UserPrincipalName, "@")[1])
    | summarize count() by Name, Domain`,
  'ranges of a watchlist': `SigninLogs | where ipv4_is_in_any_range(IPAddress, toscalar(_GetWatchlist("Nets") | summarize make_set(CIDR)))
    | project IPAddress, UserPrincipalName`,
  'private addresses': 'SecurityEvent | summarize count() by IpAddress, ipv4_is_private(IpAddress)',
  'a literal range': 'SecurityEvent | where ipv4_is_in_range(IpAddress, "10.1.0.0/16") | distinct IpAddress',
  'a literal address':
    'SigninLogs | where IPAddress in ("203.0.113.1", "8.8.4.4") | project UserPrincipalName, IPAddress',
  'the same network': `SecurityEvent | where ipv4_is_private(IpAddress) | extend Net = format_ipv4(IpAddress, 24) | summarize dcount(IpAddress) by Net
    | project dcount_IpAddress | sort by dcount_IpAddress asc`,
  'a join of tables': `SigninLogs | extend Name = tolower(tostring(split(UserPrincipalName, "@")[0]))
    | join kind=inner (SecurityEvent | extend Name = tolower(TargetUserName) | distinct Name, Computer) on Name | summarize count() by Name, Computer`,
  'a host in a bag': `SigninLogs | extend Host = toupper(tostring(DeviceDetail.displayName))
    | join kind=inner (SecurityEvent | extend Host = toupper(tostring(split(Computer, ".")[0])) | summarize Events = count() by Host) on Host
    | summarize count() by Host, Events`,
  'names in command lines': 'SecurityEvent | where CommandLine has TargetUserName | project Account, CommandLine',
  'words in command lines':
    'SecurityEvent | where CommandLine has_any ("mimikatz", "whoami") | summarize make_set(CommandLine) by Account',
}

describe('queries over pseudonymised logs return the rows of the originals, renamed', () => {
  test.each(Object.entries(queries))('%s', { timeout: 60_000 }, async (_, kql) => {
    const world = { catalogue, functions: [], watchlists, externalData: [] }
    for (let seed = 1; seed <= generated(1, 3); seed++) {
      const before = logs(seed)
      const { tables: after, rename } = pseudonymize(before, {
        key: Buffer.alloc(32, seed),
        kept: keptTexts(kql, world),
      })
      const rowsOf = async (tables: readonly TypedTable[]): Promise<Rows> => {
        await using engine = await openEngine(catalogue, { tables, watchlists })
        const answer = await engine.run({ kql })
        if (!answer.ok) throw new Error(answer.diagnostics[0]!.message)
        return answer.rows
      }
      const [original, made] = [await rowsOf(before), await rowsOf(after)]
      const expected = {
        ...original,
        rows: original.rows.map(row => row.map((cell, index) => rename(cell, original.columns[index]!.type))),
      }
      expect(original.rows.length).toBeGreaterThan(0)
      expect(made.rows.length).toBe(original.rows.length)
      expect(sameRows(expected as Rows, made), kql).toBe(true)
      expect(JSON.stringify(after.map(({ rows }) => rows.map(row => row.map(String))))).not.toMatch(/bob\.lee|pc-two/i)
    }
  })
})

/** Rules over the same logs, each as its query, entities and details. */
const rules: Readonly<Record<string, readonly [query: string, entities: string, details: string]>> = {
  'failed sign-ins of an account': [
    'SigninLogs | where ResultType == "50126" | summarize Failures = count() by UserPrincipalName, IPAddress | where Failures > 1',
    'Account FullName UserPrincipalName, IP Address IPAddress',
    'Failures',
  ],
  'commands of accounts on a host': [
    'SecurityEvent | where CommandLine has "whoami" | project Computer, TargetUserName, IpAddress',
    'Host FullName Computer, Account Name TargetUserName, IP Address IpAddress',
    'TargetUserName',
  ],
  'a private address': [
    'SecurityEvent | where ipv4_is_private(IpAddress) | summarize Hosts = make_set(Computer) by IpAddress',
    'IP Address IpAddress',
    'Hosts',
  ],
}

/** A rule that raises an alert for each row. */
function ruleOf([query, entities, details]: (typeof rules)[string]): AlertingRule {
  const mappings = entities.split(', ').map(entity => {
    const [entityType, identifier, columnName] = entity.split(' ')
    return { entityType, fieldMappings: [{ identifier, columnName }] }
  })
  const document = {
    id: '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11',
    name: 'Sample',
    kind: 'Scheduled',
    severity: 'High',
    query,
    queryFrequency: '1h',
    queryPeriod: '1h',
    triggerOperator: 'gt',
    triggerThreshold: 0,
    entityMappings: mappings,
    customDetails: { Detail: details },
    eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
  }
  return loadRule({ path: 'rule.yaml', text: JSON.stringify(document) }).value as AlertingRule
}

describe('alerts over pseudonymised logs are those over the originals, renamed', () => {
  test.each(Object.entries(rules))('%s', { timeout: 60_000 }, async (_, given) => {
    const rule = ruleOf(given)
    const world = { catalogue, functions: [], watchlists, externalData: [] }
    for (let seed = 1; seed <= generated(1, 3); seed++) {
      const before = logs(seed)
      const { tables: after, rename } = pseudonymize(before, {
        key: Buffer.alloc(32, seed),
        kept: keptTexts(rule.query.value, world),
      })
      /** The entities and details of all alerts, in any order. */
      const alertsOver = async (tables: readonly TypedTable[], named: (cell: string) => unknown) => {
        const at = parseDatetimeIso('2026-03-02T10:00:00Z')!
        const { value } = await runRuleAt(
          rule,
          { tables, watchlists },
          at,
          {},
          { openEngine, catalogue, timeout: 30_000 },
        )
        return value!.alerts
          .map(({ entities, customDetails, severity, rows }) => {
            const found = entities.map(({ type, identifiers }) => {
              const values = Object.entries(identifiers).map(([name, text]) => [name, named(text)])
              return JSON.stringify([type, values])
            })
            const details = customDetails.map(({ type, value: cell }) => {
              const items = type === 'dynamic' ? (JSON.parse(String(cell)) as string[]) : [String(cell)]
              return items.map(named).map(String).sort()
            })
            return JSON.stringify([severity, rows, found.sort(), details])
          })
          .sort()
      }
      const expected = await alertsOver(before, text => rename(text, 'string'))
      expect(expected.length).toBeGreaterThan(0)
      expect(await alertsOver(after, text => text)).toEqual(expected)
    }
  })
})

const readRows = (path: string): readonly Json[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))

describe('tripline fixture', () => {
  const argv = ['fixture', '--data', 'logs', '--key', 'tripline.yaml', '--out', 'made']
  const run = ['--rule', 'detections/blocked.yaml', '--at', '2026-03-02T10:00:00Z']

  test('keeps what a run of a rule reads, moved in time', async () => {
    enterFolder(sample)
    const { code, stdout, stderr } = await tripline([...argv, ...run, '--move-to', '2026-01-05T10:00:00Z'])
    expect(stderr).not.toContain('error')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^made\/SigninLogs\.jsonl: \d+ rows?\n$/)
    expect(JSON.stringify(readRows('made/SigninLogs.jsonl'))).not.toMatch(/2026-03-02/)
    const over = async (data: string, at: string) =>
      JSON.parse(
        (await tripline(['run', 'detections/blocked.yaml', '--data', data, '--at', at, '--format', 'json'])).stdout,
      )
    const [before, after] = [await over('logs', '2026-03-02T10:00:00Z'), await over('made', '2026-01-05T10:00:00Z')]
    expect(after.alerts.length).toBe(before.alerts.length)
    expect(after.alerts.length).toBeGreaterThan(0)
  })

  test('writes the same with the same key, and over nothing', async () => {
    enterFolder({ ...sample, key: 'k'.repeat(32) })
    const made = async (out: string) => {
      expect((await tripline(['fixture', '--data', 'logs', '--key', 'key', '--out', out])).code).toBe(0)
      return readFileSync(`${out}/SigninLogs.jsonl`, 'utf8')
    }
    expect(await made('one')).toBe(await made('two'))
    const again = await tripline(['fixture', '--data', 'logs', '--key', 'key', '--out', 'one'])
    expect(again.code).toBe(2)
    expect(again.stderr).toContain('one/SigninLogs.jsonl')
  })

  test.each<[string, readonly string[], string, number]>([
    ['a rule without a time', ['--rule', 'detections/blocked.yaml'], '--rule and --at belong together', 2],
    ['another time of the day', [...run, '--move-to', '2026-03-03T11:00:00Z'], 'the same time of the day', 2],
    ['a short key', ['--key', 'short'], 'fewer than 16 bytes', 2],
    ['a missing key', ['--key', 'nothing'], '--key nothing', 2],
    ['a condition that is no KQL', ['--where', 'NoColumn == 1'], '--where:1:1', 1],
    ['no rows', ['--where', 'UserPrincipalName == "nobody"'], 'nothing to write', 1],
    ['a secret', ['--data', 'secret'], 'SigninLogs.UserAgent, row 1: the value holds a password', 1],
  ])('%s is refused', async (_, options, message, code) => {
    const secret = '{"TimeGenerated":"2026-03-02T09:30:00Z","UserAgent":"x password=Sommer2026"}\n'
    enterFolder({ ...sample, short: 'short', 'secret/SigninLogs.jsonl': secret })
    const data = options.includes('--data') ? [] : ['--data', 'logs']
    const key = options.includes('--key') ? [] : ['--key', 'tripline.yaml']
    const refused = await tripline(['fixture', '--out', 'made', ...data, ...key, ...options])
    expect(refused.stderr).toContain(message)
    expect(refused.code).toBe(code)
  })
})

describe('tripline record', () => {
  const argv = ['record', 'detections/blocked.yaml', '--workspace', 'local', '--key', 'tripline.yaml', '--out', 'made']
  const hour = ['--from', '2026-03-02T09:00:00Z', '--to', '2026-03-02T10:00:00Z']

  test('writes what "fixture" would make of the rows of the workspace', async () => {
    enterFolder(sample)
    await withEmulator(
      async () => {
        const recorded = await tripline([...argv, ...hour])
        expect(recorded.stderr).toMatch(/^replaced: /)
        expect(recorded).toMatchObject({ code: 0, stdout: 'made/SigninLogs.jsonl: 2 rows\n' })
      },
      '--data',
      'logs',
    )
    const run = ['--rule', 'detections/blocked.yaml', '--at', '2026-03-02T10:00:00Z']
    const made = await tripline(['fixture', '--data', 'logs', '--key', 'tripline.yaml', '--out', 'own', ...run])
    expect(made.code).toBe(0)
    expect(readRows('made/SigninLogs.jsonl')).toEqual(readRows('own/SigninLogs.jsonl'))
    expect(readFileSync('made/SigninLogs.jsonl', 'utf8')).not.toMatch(/ann@|bob@/)
  })

  test('takes only rows of its time, and says where there are none', async () => {
    enterFolder(sample)
    await withEmulator(
      async () => {
        const early = ['--from', '2026-03-02T08:00:00Z', '--to', '2026-03-02T09:00:00Z']
        expect(await tripline([...argv, ...early])).toMatchObject({ code: 1, stdout: '' })
        const half = ['--from', '2026-03-02T09:35:00Z', '--to', '2026-03-02T10:00:00Z']
        expect(await tripline([...argv, ...half])).toMatchObject({ stdout: 'made/SigninLogs.jsonl: 1 row\n' })
      },
      '--data',
      'logs',
    )
  })

  test.each<[string, readonly string[], string]>([
    [
      'a time that ends before it starts',
      ['--from', '2026-03-02T10:00:00Z', '--to', '2026-03-02T09:00:00Z'],
      '--from must be before --to',
    ],
    ['no time', ['--from', 'yesterday', '--to', '2026-03-02T09:00:00Z'], 'a time such as'],
    ['an unknown workspace', [...hour, '--workspace', 'elsewhere'], 'elsewhere'],
  ])('%s is refused', async (_, options, message) => {
    enterFolder(sample)
    const base = options.includes('--workspace') ? argv.filter(one => one !== '--workspace' && one !== 'local') : argv
    const refused = await tripline([...base, ...options])
    expect(refused.stderr).toContain(message)
    expect(refused.code).toBe(2)
  })
})
