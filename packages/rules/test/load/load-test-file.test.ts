import { positionAt } from '@tripline/diagnostics'
import { parseDatetimeIso } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { loadTestFile } from '../../src/index.ts'

const load = (text: string) => loadTestFile({ path: 'rule.test.yaml', text })
const findingsOf = (text: string): string[] =>
  load(text).diagnostics.map(({ id, span }) => `${positionAt(span!.file, span!.start).line} ${id}`)

const ten = parseDatetimeIso('2026-03-02T10:00:00Z')!

describe('a test file', () => {
  it('loads every part of a case', () => {
    const { value, diagnostics } = load(`rule: new-admin.yaml
cases:
  - name: one run
    at: 2026-03-02T10:00:00Z
    data: { AuditLogs: [a.jsonl, b.jsonl] }
    watchlists: { CorpNetworks: networks.csv }
    externalData: { "https://data.example/feed.csv": feed.csv }
    expect:
      alerts:
        - severity: High
          entities: [{ Account: { FullName: mallory@contoso.example } }]
          customDetails: { Count: 3, Roles: [Owner, Reader] }
          rows: 2
  - name: a stretch of time
    replay: { from: 2026-03-02T09:00:00Z, to: 2026-03-02T10:00:00Z, ingestionDelay: 7m }
    rows:
      SigninLogs:
        - { repeat: 40, every: 5s, from: 2026-03-02T09:58:00Z, ResultType: "50126" }
    expect: { alerts: [], incidents: 0 }
`)
    expect(diagnostics).toEqual([])
    expect(value).toMatchObject({
      rule: { value: 'new-admin.yaml' },
      cases: [
        {
          schedule: { kind: 'once', at: { value: ten } },
          data: [{ table: { value: 'AuditLogs' }, path: { value: 'a.jsonl' } }, { path: { value: 'b.jsonl' } }],
          watchlists: [{ alias: { value: 'CorpNetworks' }, path: { value: 'networks.csv' } }],
          externalData: [{ url: { value: 'https://data.example/feed.csv' }, path: { value: 'feed.csv' } }],
          expect: {
            alerts: [
              {
                severity: { value: 'High' },
                entities: [{ type: { value: 'Account' }, identifiers: [{ name: { value: 'FullName' } }] }],
                customDetails: [
                  { key: { value: 'Count' }, values: [{ value: 3 }] },
                  { key: { value: 'Roles' }, values: [{ value: 'Owner' }, { value: 'Reader' }] },
                ],
                rows: { value: 2 },
              },
            ],
          },
        },
        {
          schedule: { kind: 'replay', to: { value: ten }, ingestionDelay: { value: { ticks: 4_200_000_000n } } },
          rows: [
            {
              table: { value: 'SigninLogs' },
              rows: [{ repeat: 40, every: { value: { text: '5s' } }, cells: [{ column: { value: 'ResultType' } }] }],
            },
          ],
          expect: { alerts: [], incidents: { value: 0 } },
        },
      ],
    })
  })

  const withCase = (lines: string) => `rule: a.yaml\ncases:\n  - name: c\n${lines.replace(/^/gm, '    ')}\n`
  const at = 'at: 2026-03-02T10:00:00Z'
  it.each([
    ['an unknown key', withCase(`${at}\nexpect: { alerts: [] }\nexpects: {}`), ['6 unknown-key']],
    ['no time', withCase('expect: { alerts: [] }'), ['3 case-time']],
    [
      'two times',
      withCase(`${at}\nreplay: { from: 2026-03-02, to: 2026-03-03 }\nexpect: { alerts: [] }`),
      ['3 case-time'],
    ],
    ['an unreadable time', withCase('at: noon\nexpect: { alerts: [] }'), ['4 wrong-type']],
    [
      'a replay backwards',
      withCase('replay: { from: 2026-03-03, to: 2026-03-02 }\nexpect: { incidents: 0 }'),
      ['4 replay-backwards'],
    ],
    ['nothing to shift', withCase(`${at}\nshiftTo: 2026-03-02\nexpect: { alerts: [] }`), ['5 shift-nothing']],
    ['a rule as logs', withCase(`${at}\ninclude: b.yaml\nexpect: { alerts: [] }`), ['5 wrong-type']],
    ['incidents of no form', withCase(`${at}\nexpect: { incidents: many }`), ['5 wrong-type']],
    ['an unknown key of an incident', withCase(`${at}\nexpect: { incidents: [{ rows: 1 }] }`), ['5 unknown-key']],
    ['missed rows of no number', withCase(`${at}\nexpect: { missed: [] }`), ['5 wrong-type']],
    ['no expectation', withCase(`${at}\nexpect: {}`), ['5 expects-nothing']],
    [
      'a misspelt identifier',
      withCase(`${at}\nexpect: { alerts: [{ entities: [{ IP: { Adress: 1.2.3.4 } }] }] }`),
      ['5 unknown-value'],
    ],
    ['a step without a start', withCase(`${at}\nrows: { T: [{ every: 5s }] }\nexpect: { alerts: [] }`), ['5 row-time']],
    [
      'the same name twice',
      `${withCase(`${at}\nexpect: { alerts: [] }`)}  - name: c\n    ${at}\n    expect: { alerts: [] }\n`,
      ['6 case-name-twice'],
    ],
  ])('leaves a case out that has %s', (_, text, expected) => {
    expect(findingsOf(text)).toEqual(expected)
    // The mistake is in the last case.
    const written = text.match(/- name:/g)!.length
    expect(load(text).value!.cases).toHaveLength(written - 1)
  })

  it.each([
    ['is not YAML', 'rule: ['],
    ['has no rule', withCase(`${at}\nexpect: { alerts: [] }`).replace('rule: a.yaml\n', '')],
    ['has no cases', 'rule: a.yaml\n'],
    ['has a key twice', `rule: b.yaml\n${withCase(`${at}\nexpect: { alerts: [] }`)}`],
  ])('is unusable if it %s', (_, text) => {
    expect(load(text).diagnostics).toHaveLength(1)
    expect(load(text).value).toBeUndefined()
  })
})
