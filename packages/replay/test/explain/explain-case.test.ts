import { describe, expect, it } from 'vitest'
import { explanationJson } from '../../src/index.ts'
import { blamed, explained } from './explained.ts'
import { group, joined, several, signIn, silent } from './silent-cases.ts'

describe('the first cause of silence is', () => {
  // Each case says itself what is wrong with its rows.
  it.each(silent)('%s', async (_, written, kind, line) => {
    expect(blamed(await explained(written))).toEqual([kind, line])
  })
})

describe('an explanation', () => {
  it('counts the rows that each operator receives and returns', async () => {
    const { stages, causes, alerts } = await explained({
      query: 'SigninLogs\n| where ResultType == "50126"\n| summarize Failures = count() by UserPrincipalName',
      rows: {
        SigninLogs: [
          several(3, 'ResultType: "50126"'),
          signIn('ResultType: "0"'),
          signIn('ResultType: "0"', '08:00:00'),
        ],
      },
      test: { expect: '{ alerts: [{ rows: 1 }] }' },
    })
    // Four rows lie in the window, three of them are failures, all of one user.
    expect(stages.map(({ operator, rowsIn, rowsOut }) => [operator, rowsIn, rowsOut])).toEqual([
      ['table', 5, 4],
      ['where', 4, 3],
      ['summarize', 3, 1],
    ])
    expect([alerts, causes]).toEqual([1, []])
  })

  it('says what was expected, what the rows have, and by how much they miss it', async () => {
    const explanation = await explained({ query: group, rows: { SigninLogs: [several(8, 'ResultType: "0"')] } })
    const [cause] = explanation.causes
    expect(cause).toMatchObject({ expected: '>= 10', actual: '8' })
    expect(cause!.text).toContain('Failures is 8, 2 short of 10')
  })

  it('names the values that are nearest to a limit, and counts whole numbers from the first that passes', async () => {
    const users = [1, 3, 2, 4].map(
      (number, user) =>
        `{ repeat: ${number}, every: 1m, from: 2026-03-02T09:30:00Z, UserPrincipalName: user${user}@contoso.example }`,
    )
    const query = 'SigninLogs\n| summarize Failures = count() by UserPrincipalName\n| where Failures > 4'
    const { causes } = await explained({ query, rows: { SigninLogs: users } })
    expect(causes[0]).toMatchObject({ actual: '4, 3, 2' })
    expect(causes[0]!.text).toContain('Failures is 4, 3 or 2, 1 short of 5')
  })

  it.each([
    ['a watchlist', 'SigninLogs\n| where UserPrincipalName !in ((_GetWatchlist("Known") | project SearchKey))'],
    ['a query', 'SigninLogs\n| where UserPrincipalName in ((AuditLogs | project Identity))'],
  ])('names the values that are compared with %s', async (_, query) => {
    const rows = { SigninLogs: [signIn('ResultType: "0"')] }
    const { causes } = await explained({ query, rows, known: ['ann@contoso.example'] })
    expect(causes.map(({ actual }) => actual)).toContain('ann@contoso.example')
  })

  it('names the value that misses the first of two thresholds', async () => {
    const query = `SigninLogs
| summarize Failures = count(), Users = dcount(UserPrincipalName) by IPAddress
| where Failures >= 10
| where Users >= 5`
    const { causes } = await explained({ query, rows: { SigninLogs: [several(8, 'IPAddress: 203.0.113.9')] } })
    expect(causes[0]).toMatchObject({ kind: 'threshold', expected: '>= 10', actual: '8' })
  })

  it('has one stage for the call of a function, after the tables that it reads', async () => {
    const { stages } = await explained({
      query: 'Failures()\n| where Location == "CH"',
      functions: [
        {
          name: 'Failures',
          parameters: '()',
          body: 'SigninLogs | where ResultType == "50126" | summarize by Location',
        },
      ],
      rows: { SigninLogs: [several(3, 'ResultType: "50126", Location: CH'), signIn('ResultType: "0"')] },
    })
    expect(stages.map(({ operator, table, rowsOut }) => [operator, table, rowsOut])).toEqual([
      ['table', 'SigninLogs', 4],
      ['Failures', 'SigninLogs', 1],
      ['where', 'SigninLogs', 1],
    ])
  })

  it('says when rows lie outside the window, or arrived', async () => {
    const outside = async (row: string) => {
      const { causes } = await explained({ query: 'SigninLogs', rows: { SigninLogs: [row] } })
      const { kind, expected, actual } = causes[0]!
      return [kind, expected, actual]
    }
    // The run of 10:00 looks back one hour; the service waits five minutes for rows.
    const window = '2026-03-02T09:00:00Z to 2026-03-02T10:00:00Z'
    expect(await outside(signIn('ResultType: "0"', '08:30:00'))).toEqual(['window', window, '2026-03-02T08:30:00Z'])
    expect(await outside(signIn('ResultType: "0"', '10:30:00'))).toEqual(['window', window, '2026-03-02T10:30:00Z'])
    expect(await outside(signIn('_IngestionTime: 2026-03-02T11:00:00Z'))).toEqual([
      'late',
      'by 2026-03-02T10:05:00Z',
      '2026-03-02T11:00:00Z',
    ])
  })

  it('names the nearest key of a join', async () => {
    const { causes } = await explained({
      query: joined,
      rows: {
        SigninLogs: [signIn('CorrelationId: abcd1')],
        AuditLogs: ['abcd2', 'wxyz'].map(
          id => `{ TimeGenerated: 2026-03-02T09:30:00Z, CorrelationId: ${id}, Category: Roles }`,
        ),
      },
    })
    expect(causes[0]).toMatchObject({ expected: 'abcd2', actual: 'abcd1' })
  })

  it('is a document with the lines of the rule', async () => {
    const explanation = await explained({
      query: 'SigninLogs\n| where ResultType == "50126"',
      rows: { SigninLogs: [signIn('ResultType: "0"')] },
    })
    // The query begins at the line after the 14 keys of the sample rule before its own.
    const [first] = explanation.stages
    const table = first!.span.file.text.split('\n').indexOf('  SigninLogs') + 1
    expect(explanationJson(explanation)).toEqual({
      rule: explanation.rule,
      case: 'case 0',
      at: '2026-03-02T10:00:00Z',
      alerts: 0,
      stages: [
        { operator: 'table', line: table, table: 'SigninLogs', rowsIn: 1, rowsOut: 1 },
        { operator: 'where', line: table + 1, table: 'SigninLogs', rowsIn: 1, rowsOut: 0 },
      ],
      causes: [
        {
          kind: 'predicate',
          line: table + 1,
          text: 'ResultType == "50126" holds for none of the rows that would count: ResultType is "0"',
          expected: '50126',
          actual: '0',
        },
      ],
    })
  })
})
