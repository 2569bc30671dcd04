import type { Resource } from '@tripline/azure'
import { describe, expect, test } from 'vitest'
import { withSettings } from '../../src/absorb/project-file.ts'
import { describeWorkspace } from '../../src/describe/describe-workspace.ts'
import { byKey, type DeployClient, kindOf } from '../../src/index.ts'
import type { Description, KindType } from '../../src/kind.ts'
import { elaborate, empty, scheduled } from '../desired-resources.ts'

type Described = Description | { readonly reason: string } | undefined

const describeOne = async (type: KindType, stored: Resource): Promise<Described> => kindOf({ type }).describe!(stored)

/** `tripline.yaml` with what a description changes in it. */
function settings(described: Described, before = 'rules: detections\n', ownPath = ''): string {
  if (!described) return before
  return withSettings({ path: 'tripline.yaml', text: before }, [{ description: described, ownPath }])!
}

describe('a table is described', () => {
  const table = (properties: Resource['properties'], id = 'SigninLogs') => describeOne('tables', { id, properties })

  // A table of Microsoft needs no mention where it has no settings of its own.
  test.each<readonly [string, Resource['properties'], string | undefined]>([
    ['its own retention', { retentionInDays: 90, totalRetentionInDays: 365 }, 'interactive: 90d\n      total: 365d'],
    [
      'the part that is its own',
      { retentionInDays: 90, retentionInDaysAsDefault: true, totalRetentionInDays: 365 },
      'total: 365d',
    ],
    [
      'the other part',
      { retentionInDays: 90, totalRetentionInDays: 90, totalRetentionInDaysAsDefault: true },
      'interactive: 90d',
    ],
    [
      'the plan, whose interactive retention is fixed',
      { plan: 'Basic', retentionInDays: 30, totalRetentionInDays: 365 },
      'plan: Basic\n      total: 365d',
    ],
    ['the plan alone', { plan: 'Auxiliary', retentionInDays: 30 }, 'plan: Auxiliary'],
    [
      'nothing that it inherits',
      {
        retentionInDays: 30,
        retentionInDaysAsDefault: true,
        totalRetentionInDays: 30,
        totalRetentionInDaysAsDefault: true,
      },
      undefined,
    ],
    ['nothing', { plan: 'Analytics' }, undefined],
  ])('by %s', async (_, properties, says) => {
    const described = await table(properties)
    if (says === undefined) expect(described).toBeUndefined()
    else expect(settings(described)).toBe(`rules: detections\nretention:\n  tables:\n    SigninLogs:\n      ${says}\n`)
  })

  // "Manage data retention": interactive from 4 to 730 days, total up to 12 years in whole years.
  test.each([
    [{ retentionInDays: 731 }, 'its interactive retention of 731 days is none that can be chosen'],
    [{ retentionInDays: 90, totalRetentionInDays: 800 }, 'its total retention of 800 days is none that can be chosen'],
  ])('unless nobody could have chosen its retention: %j', async (properties, reason) => {
    expect(await table(properties)).toEqual({ reason })
  })

  test('beside the others of the file', async () => {
    const before = 'retention:\n  workspace: 30d\n  tables:\n    AuditLogs:\n      total: 90d\n'
    expect(settings(await table({ totalRetentionInDays: 365 }), before)).toBe(
      `${before}    SigninLogs:\n      total: 365d\n`,
    )
  })

  test('by its columns, if it is a custom one, in a file of its own', async () => {
    const schema = {
      name: 'Doors_CL',
      columns: [
        { name: 'TimeGenerated', type: 'datetime' },
        { name: 'Door', type: 'string' },
      ],
    }
    const described = await table({ schema, totalRetentionInDays: 365 }, 'Doors_CL')
    expect(described).toMatchObject({ file: { ending: '.yaml', text: expect.stringContaining('Door: string') } })
    expect(settings(described)).toContain('Doors_CL:\n      total: 365d\n')
    const plain = await table({ schema }, 'Doors_CL')
    expect(plain).toMatchObject({ file: { text: expect.stringContaining('Door: string') } })
    expect(settings(plain)).toBe('rules: detections\n')
  })
})

test('a workspace is described by its retention, if that is known', async () => {
  const described = await describeOne('workspace', { id: 'w', properties: { retentionInDays: 90 } })
  expect(settings(described, 'retention:\n  default:\n    total: 1y\n')).toBe(
    'retention:\n  default:\n    total: 1y\n  workspace: 90d\n',
  )
  expect(await describeOne('workspace', { id: 'w', properties: {} })).toBeUndefined()
})

describe('a watchlist is described', () => {
  const items = '{"Badge":"7001","Host":"Ann"}\n{"Host":"Bo, of the gate","Room":"1"}\n'

  test('by its rows, the search key first, and by its file', async () => {
    const described = await describeOne('watchlists', { id: 'a/b c', properties: { itemsSearchKey: 'Host', items } })
    expect(described).toMatchObject({
      file: {
        folder: 'watchlists',
        stem: 'a_b_c',
        ending: '.csv',
        text: 'Host,Badge,Room\nAnn,7001,\n"Bo, of the gate",,1\n',
      },
    })
    expect(settings(described, 'watchlists:\n  Old:\n    file: old.csv\n', 'watchlists/a_b_c.csv')).toBe(
      'watchlists:\n  Old:\n    file: old.csv\n  a/b c:\n    file: watchlists/a_b_c.csv\n    searchKey: Host\n',
    )
  })

  test('not without a search key', async () => {
    expect(await describeOne('watchlists', { id: 'a', properties: { items } })).toEqual({
      reason: 'it has no search key',
    })
  })
})

const stored = ({ id, body }: ReturnType<typeof scheduled>, more: Resource['properties'] = {}): Resource => ({
  id,
  kind: body.kind!,
  properties: { ...body.properties, ...more },
})

describe('a rule is described', () => {
  const text = (described: Described) => (described && 'file' in described ? described.file!.text : '')

  test('without what the service stores by default, and with what differs', async () => {
    const defaults = { description: '', eventGroupingSettings: { aggregationKind: 'SingleAlert' }, customDetails: null }
    const plain = text(await describeOne('alertRules', stored(scheduled(1), defaults)))
    expect(plain).toContain('name: Rule 1\n')
    expect(plain).not.toMatch(/description|eventGrouping|customDetails|disabled/)
    const other = { eventGroupingSettings: { aggregationKind: 'AlertPerResult' } }
    expect(text(await describeOne('alertRules', stored(scheduled(1), other)))).toContain('AlertPerResult')
  })

  test('and listed among those that are disabled', async () => {
    const described = await describeOne('alertRules', stored(scheduled(1), { enabled: false }))
    expect(settings(described, 'disabled:\n  - other\n')).toBe(`disabled:\n  - other\n  - ${scheduled(1).id}\n`)
    expect(settings(described)).toBe(`rules: detections\ndisabled:\n  - ${scheduled(1).id}\n`)
    expect(described).toMatchObject({ diagnostics: [] })
    expect(settings(await describeOne('alertRules', stored(scheduled(1))))).toBe('rules: detections\n')
  })

  test('unless no file can say it', async () => {
    const unknown = { ...stored(scheduled(1)), kind: 'Anomaly' }
    expect(await describeOne('alertRules', unknown)).toEqual({ reason: expect.stringContaining('Anomaly') })
  })
})

describe('what a workspace has and a project does not', () => {
  const client = {} as DeployClient
  const actual = {
    ...empty,
    alertRules: byKey([stored(scheduled(1)), stored(elaborate(2))]),
    savedSearches: byKey([
      { id: 'query', properties: { category: 'General', displayName: 'A query', query: 'SigninLogs' } },
      {
        id: 'doors',
        properties: { category: 'Function', displayName: 'Doors', query: 'Doors_CL', functionAlias: 'Doors' },
      },
    ]),
    tables: byKey([{ id: 'SigninLogs', properties: {} }]),
  }
  const describedBut = async (...planned: readonly string[]) => {
    const answer = await describeWorkspace(actual, new Set(planned), client)
    return answer.ok ? answer.value.map(({ type, noun, id, name }) => [type, noun, id, name]) : []
  }
  const [one, two] = [scheduled(1), elaborate(2)]

  test('is described, if people deploy it and it needs a mention', async () => {
    expect(await describedBut()).toEqual([
      ['savedSearches', 'saved search', 'doors', 'Doors'],
      ['alertRules', 'rule', one.id, 'Rule 1'],
      ['alertRules', 'rule', two.id, 'Everything'],
    ])
  })

  test('leaves out what the project has', async () => {
    expect(await describedBut(`alertRules/${one.id}`, 'savedSearches/doors')).toEqual([
      ['alertRules', 'rule', two.id, 'Everything'],
    ])
  })

  test('is read whole first, and is an error if it cannot be', async () => {
    const answers = {
      watchlists: { list: async () => ({ ok: true, value: [] }) },
      watchlistItems: () => ({ list: async () => ({ ok: false, error: { code: 'Forbidden', message: 'no' } }) }),
    }
    const withWatchlist = { ...empty, watchlists: byKey([{ id: 'a', properties: { itemsSearchKey: 'A' } }]) }
    const answer = await describeWorkspace(withWatchlist, new Set(), answers as unknown as DeployClient)
    expect(answer.ok).toBe(false)
  })
})
