import { describe, expect, it } from 'vitest'
import { alertsOf } from '../../src/alert/alert.ts'
import { instant, located, mapping, nrt, rowsOf, scheduled } from '../sample.ts'

const at = instant('2026-03-02T10:00:00Z')
const perResult = { aggregationKind: located('AlertPerResult' as const) }
const numbered = (count: number) =>
  rowsOf(
    { N: 'long' },
    Array.from({ length: count }, (_, n) => [BigInt(n)]),
  )

describe('event grouping', () => {
  it('makes one alert of all rows by default', () => {
    expect(alertsOf(scheduled(), at, numbered(3)).map(alert => alert.rows)).toEqual([3])
  })

  it('makes one alert a row, up to 150', () => {
    expect(alertsOf(scheduled(perResult), at, numbered(150)).map(alert => alert.rows)).toEqual(Array(150).fill(1))
  })

  it('past 150 rows makes 149 alerts of one row and one of all', () => {
    const alerts = alertsOf(scheduled(perResult), at, numbered(151))
    expect(alerts).toHaveLength(150)
    expect(alerts.at(-2)!.rows).toBe(1)
    expect(alerts.at(-1)!.rows).toBe(151)
  })

  it('stops at 30 for near-real-time rules', () => {
    expect(alertsOf(nrt(perResult), at, numbered(30))).toHaveLength(30)
    const alerts = alertsOf(nrt(perResult), at, numbered(31))
    expect(alerts).toHaveLength(30)
    expect(alerts.at(-1)!.rows).toBe(31)
  })

  it.each([scheduled(), scheduled(perResult)])('makes one alert without entities of no rows', rule => {
    const mapped = { ...rule, entityMappings: [mapping('IP', { Address: 'Ip' })] }
    expect(alertsOf(mapped, at, rowsOf({ Ip: 'string' }, []))).toMatchObject([
      { rows: 0, entities: [], title: 'Sample' },
    ])
  })
})

describe('overrides', () => {
  const columns = {
    Who: 'string',
    Count: 'long',
    Share: 'real',
    Sev: 'string',
    Tac: 'dynamic',
    Tech: 'string',
  } as const
  const rule = scheduled({
    alertDetailsOverride: {
      alertDisplayNameFormat: located('{{Who}} did it {{Count}} times'),
      alertDescriptionFormat: located('Share {{Share}}'),
      alertSeverityColumnName: located('Sev'),
      alertTacticsColumnName: located('Tac'),
      alertDynamicProperties: [{ alertProperty: located('Techniques'), value: located('Tech') }],
    },
  })
  const alert = (...row: readonly (string | bigint | number | null)[]) => alertsOf(rule, at, rowsOf(columns, [row]))[0]!

  it('put column values in, as tostring renders them', () => {
    expect(alert('mallory', 3n, 1, 'High', '["Persistence","Impact"]', 'T1110,T1098')).toMatchObject({
      title: 'mallory did it 3 times',
      description: 'Share 1.0',
      severity: 'High',
      tactics: ['Persistence', 'Impact'],
      techniques: ['T1110', 'T1098', 'T1078.004'],
    })
  })

  it('fall back one by one where a value is empty or not allowed', () => {
    expect(alert('', 3n, 0.5, 'high', '["Sabotage"]', '')).toMatchObject({
      title: 'Sample',
      description: 'Share 0.5',
      severity: 'Medium',
      tactics: ['InitialAccess'],
      techniques: ['T1078', 'T1078.004'],
    })
    expect(alert('mallory', null, null, 'Low', null, 'T1').severity).toBe('Low')
  })

  it('fall back where the result has no such column', () => {
    expect(alertsOf(rule, at, rowsOf({ Other: 'long' }, [[1n]]))[0]).toMatchObject({
      title: 'Sample',
      severity: 'Medium',
    })
  })

  it('come from the first row of a single alert', () => {
    const rows = rowsOf({ Who: 'string', Count: 'long' }, [
      ['first', 1n],
      ['second', 2n],
    ])
    expect(alertsOf(rule, at, rows)[0]!.title).toBe('first did it 1 times')
  })

  it('cut a title at 256 bytes, never inside a character', () => {
    const { title } = alert('é'.repeat(200), 3n, 1, '', null, '')
    expect(title).toBe('é'.repeat(128))
    expect(alert(`a${'é'.repeat(200)}`, 3n, 1, '', null, '').title).toBe(`a${'é'.repeat(127)}`)
  })
})

// Decision R16, and "Customize alert details": a description has up to 5 KB.
it('a description is cut at 5 KB, never inside a character', () => {
  const rule = scheduled({
    alertDetailsOverride: { alertDescriptionFormat: located('{{Who}}'), alertDynamicProperties: [] },
  })
  const described = (who: string) => alertsOf(rule, at, rowsOf({ Who: 'string' }, [[who]]))[0]!.description
  expect(described('é'.repeat(2560))).toBe('é'.repeat(2560))
  expect(described('é'.repeat(2561))).toBe('é'.repeat(2560))
  expect(described(`a${'é'.repeat(2560)}`)).toBe(`a${'é'.repeat(2559)}`)
})

// Decisions R5 and R13: what is not a list of names that the interface takes leaves the rule's own.
describe('lists in a column', () => {
  const listed = (property: 'Techniques' | 'SubTechniques', value: string) => {
    const alertDynamicProperties = [{ alertProperty: located(property), value: located('It') }]
    const rule = scheduled({ alertDetailsOverride: { alertDynamicProperties } })
    return alertsOf(rule, at, rowsOf({ It: 'string' }, [[value]]))[0]!.techniques
  }

  it.each([
    ['T1110', ['T1110']],
    ['T1110, T1098', ['T1110', 'T1098']],
    ['["T1110","T1098"]', ['T1110', 'T1098']],
    ['[]', ['T1078']],
    ['["T1110",7]', ['T1078']],
    ['["T1110"', ['T1078']],
    ['T1110,T1', ['T1078']],
    ['T1110.001', ['T1078']],
    ['', ['T1078']],
  ])('of techniques: %s', (value, techniques) => {
    expect(listed('Techniques', value)).toEqual([...techniques, 'T1078.004'])
  })

  it.each([
    ['T1110.001,T1110.003', ['T1110.001', 'T1110.003']],
    ['T1110', ['T1078.004']],
  ])('of sub-techniques: %s', (value, techniques) => {
    expect(listed('SubTechniques', value)).toEqual(['T1078', ...techniques])
  })

  it('of tactics', () => {
    const rule = scheduled({
      alertDetailsOverride: { alertTacticsColumnName: located('It'), alertDynamicProperties: [] },
    })
    const found = ['Persistence, Impact', 'Persistence, impact', ''].map(
      value => alertsOf(rule, at, rowsOf({ It: 'string' }, [[value]]))[0]!.tactics,
    )
    expect(found).toEqual([['Persistence', 'Impact'], ['InitialAccess'], ['InitialAccess']])
  })
})

describe('entities', () => {
  const entities = (rule: ReturnType<typeof scheduled>, ...rows: readonly (readonly string[])[]) =>
    alertsOf(rule, at, rowsOf({ A: 'string', B: 'string' }, rows))[0]!.entities

  it('that are equal are one', () => {
    const rule = scheduled({ entityMappings: [mapping('IP', { Address: 'A' }), mapping('IP', { Address: 'B' })] })
    expect(entities(rule, ['192.0.2.1', '192.0.2.2'], ['192.0.2.1', '192.0.2.1'])).toEqual([
      { type: 'IP', identifiers: { Address: '192.0.2.1' } },
      { type: 'IP', identifiers: { Address: '192.0.2.2' } },
    ])
  })

  it('leave out empty identifiers, and are dropped without any', () => {
    const rule = scheduled({ entityMappings: [mapping('Host', { HostName: 'A', DnsDomain: 'B' })] })
    expect(entities(rule, ['web', ''], ['', ''])).toEqual([{ type: 'Host', identifiers: { HostName: 'web' } }])
  })

  it('drop accounts mapped by a built-in name, whatever else is known of them', () => {
    const rule = scheduled({ entityMappings: [mapping('Account', { Name: 'A', NTDomain: 'B' })] })
    expect(entities(rule, ['SYSTEM', 'NT AUTHORITY'], ['administrator', 'CONTOSO'], ['mallory', 'CONTOSO'])).toEqual([
      { type: 'Account', identifiers: { Name: 'mallory', NTDomain: 'CONTOSO' } },
    ])
    const byFullName = scheduled({ entityMappings: [mapping('Account', { FullName: 'A' })] })
    expect(entities(byFullName, ['SYSTEM', ''])).toHaveLength(1)
  })

  it('number 500 in an alert, divided equally among the mappings', () => {
    const rule = scheduled({ entityMappings: [mapping('IP', { Address: 'A' }), mapping('URL', { Url: 'B' })] })
    const rows = Array.from({ length: 300 }, (_, n) => [`ip${n}`, 'https://contoso.example'])
    const found = entities(rule, ...rows)
    expect(found.filter(({ type }) => type === 'IP')).toHaveLength(250)
    expect(found.filter(({ type }) => type === 'URL')).toHaveLength(1)
  })

  it('end where 64 KB are full', () => {
    const rule = scheduled({ entityMappings: [mapping('URL', { Url: 'A' })] })
    const rows = Array.from({ length: 100 }, (_, n) => [`${n}`.padEnd(2000, '-'), ''])
    expect(entities(rule, ...rows)).toHaveLength(32)
  })

  // Decision R14: the UTF-8 bytes of their JSON, `[{"Type":"URL","Url":"…"},{"Type":"URL","Url":"…"}]`, come to 64 KB at most.
  it.each([
    ['x', 0, 2],
    ['x', 1, 1],
    ['é', 0, 2],
    ['é', 1, 1],
  ])('fit by their bytes, brackets and commas included: %s and %i more', (letter, more, count) => {
    const rule = scheduled({ entityMappings: [mapping('URL', { Url: 'A' })] })
    const frame = Buffer.byteLength('[{"Type":"URL","Url":""},{"Type":"URL","Url":""}]')
    const first = '-'.repeat(40_003)
    const half = (64 * 1024 - frame - first.length) / 2
    const second = letter.repeat(half / Buffer.byteLength(letter)) + '-'.repeat(half + more)
    expect(entities(rule, [first, ''], [second, ''])).toHaveLength(count)
  })

  it('of another alert are taken over from its Entities column', () => {
    const rule = scheduled({ sentinelEntitiesMappings: [located('A')] })
    const column = JSON.stringify([
      { $id: '1', Name: 'mallory', UPNSuffix: 'contoso.example', Type: 'account', Host: { $ref: '2' } },
      { $id: '2', ResourceId: '/subscriptions/1', Type: 'azure-resource' },
      { $ref: '1' },
      { $id: '3', Type: 'something-else' },
    ])
    expect(entities(rule, [column, ''], ['not json', ''])).toEqual([
      { type: 'Account', identifiers: { Name: 'mallory', UPNSuffix: 'contoso.example' } },
      { type: 'AzureResource', identifiers: { ResourceId: '/subscriptions/1' } },
    ])
  })
})

describe('the entities of another alert', () => {
  const rule = scheduled({ sentinelEntitiesMappings: [located('A')] })
  const taken = (column: string, type: 'string' | 'dynamic' = 'string') =>
    alertsOf(rule, at, rowsOf({ A: type }, [[column]]))[0]!.entities

  it.each([
    ['an object', { HostName: { $ref: '2' }, DnsDomain: 'contoso.example' }, { DnsDomain: 'contoso.example' }],
    ['null', { HostName: null, DnsDomain: 'contoso.example' }, { DnsDomain: 'contoso.example' }],
    ['a list', { HostName: ['web'], DnsDomain: 'contoso.example' }, { DnsDomain: 'contoso.example' }],
    ['true', { HostName: 'web', IsDomainJoined: true }, { HostName: 'web', IsDomainJoined: 'True' }],
    ['false', { HostName: 'web', IsDomainJoined: false }, { HostName: 'web', IsDomainJoined: 'False' }],
    ['a number', { HostName: 7 }, { HostName: '7' }],
  ])('have identifiers of one value: %s', (_, item, identifiers) => {
    expect(taken(JSON.stringify([{ Type: 'host', ...item }]))).toEqual([{ type: 'Host', identifiers }])
  })

  const ip = '[{"Type":"ip","Address":"192.0.2.1"}]'

  it.each([
    ['an array', ip, 1],
    ['the text of an array', JSON.stringify(ip), 1],
    ['one object', '{"Type":"ip","Address":"192.0.2.1"}', 0],
    ['an array of other things', '[7, null, "ip", ["ip"], {"Type":7}, {"Address":"192.0.2.1"}]', 0],
    ['text that is not JSON', '[{"Type":"ip"', 0],
  ])('are in %s', (_, column, count) => {
    expect([taken(column), taken(column, 'dynamic')].map(found => found.length)).toEqual([count, count])
  })

  it('are none where the result has no such column', () => {
    expect(alertsOf(rule, at, rowsOf({ B: 'string' }, [[ip]]))[0]!.entities).toEqual([])
  })
})

describe('custom details', () => {
  const details = (columns: Parameters<typeof rowsOf>[0], row: Parameters<typeof rowsOf>[1][number]) =>
    alertsOf(
      scheduled({
        customDetails: Object.keys(columns).map(name => ({ key: located(name), columnName: located(name) })),
      }),
      at,
      rowsOf(columns, [row]),
    )[0]!.customDetails

  it('keep the type of their column', () => {
    expect(details({ Count: 'long', Seen: 'datetime' }, [7n, at])).toEqual([
      { key: 'Count', type: 'long', value: 7n },
      { key: 'Seen', type: 'datetime', value: at },
    ])
  })

  const list = (length: number, item = '7') => `[${Array(length).fill(item).join(',')}]`

  it('hold 50 values', () => {
    const numbers = (length: number) => JSON.stringify(Array.from({ length }, (_, n) => n))
    expect(details({ All: 'dynamic' }, [numbers(60)])).toEqual([{ key: 'All', type: 'dynamic', value: numbers(50) }])
    expect(details({ All: 'dynamic' }, [list(51)])).toEqual([{ key: 'All', type: 'dynamic', value: list(50) }])
  })

  // A long list loses its end and nothing else: a real stays a real, a long keeps every digit (semantics 22).
  it.each(['1.0', '9007199254740993', '"a"', '{"b":2.0}'])('hold 50 values of %s as they are', item => {
    expect(details({ All: 'dynamic' }, [list(51, item)])).toEqual([
      { key: 'All', type: 'dynamic', value: list(50, item) },
    ])
  })

  // Only what Sentinel cuts is rewritten: up to 50 values, and whatever is not a list, stay letter for letter.
  it.each([
    ['a list of 50', 'dynamic', list(50, '1.0')],
    ['an object', 'dynamic', '{"length":60,"a":[1]}'],
    ['null', 'dynamic', null],
    ['text that looks like a long list', 'string', list(60)],
    ['text that begins like a list', 'string', '[draft'],
  ] as const)('keep %s as it is', (_, type, value) => {
    expect(details({ It: type }, [value])).toEqual([{ key: 'It', type, value }])
  })

  it('leave out a column that the result does not have', () => {
    const rule = scheduled({ customDetails: [{ key: located('Gone'), columnName: located('Gone') }] })
    expect(alertsOf(rule, at, rowsOf({ Other: 'long' }, [[1n]]))[0]!.customDetails).toEqual([])
  })

  // Decision R15: the UTF-8 bytes of keys and values come to 2 KB at most.
  it.each([
    ['x', 2048 - 'Key'.length, ['Key']],
    ['x', 2049 - 'Key'.length, []],
    ['é', 1022, ['Key']],
    ['é', 1023, []],
  ])('fit by their bytes: %s, %i times', (letter, length, kept) => {
    expect(details({ Key: 'string' }, [letter.repeat(length)]).map(({ key }) => key)).toEqual(kept)
  })

  it('share the 2 KB', () => {
    const row = ['a'.repeat(1047), 'b'.repeat(999)]
    expect(details({ A: 'string', B: 'string' }, row).map(({ key }) => key)).toEqual(['A', 'B'])
    expect(details({ A: 'string', B: 'string' }, ['a'.repeat(1047), 'b'.repeat(1000)])).toHaveLength(1)
  })

  it('drop what does not fit in 2 KB', () => {
    const row = ['a'.repeat(1500), 'b'.repeat(1500), 'c']
    expect(details({ A: 'string', B: 'string', C: 'string' }, row).map(({ key }) => key)).toEqual(['A', 'C'])
  })
})
