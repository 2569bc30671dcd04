import type { ExpectedAlert, ExpectedIncident } from '@tripline/rules'
import { describe, expect, it } from 'vitest'
import type { Alert } from '../../src/alert/alert.ts'
import type { Incident } from '../../src/alert/incident.ts'
import { compare, comparisons } from '../../src/compare/compare.ts'
import { pair } from '../../src/compare/pair.ts'
import { instant, located, nowhere, scalar } from '../sample.ts'

const at = instant('2026-03-02T10:00:00Z')

const alert = (changes: Partial<Alert> = {}): Alert => ({
  at,
  title: 'Sample',
  description: 'Identifies samples.\n',
  severity: 'Medium',
  tactics: ['Impact', 'Execution'],
  techniques: [],
  entities: [{ type: 'IP', identifiers: { Address: '192.0.2.1' } }],
  customDetails: [{ key: 'Count', type: 'long', value: 7n }],
  rows: 2,
  ...changes,
})

const differences = (expected: readonly Partial<ExpectedAlert>[], actual: readonly Alert[]) =>
  compare(
    { span: nowhere, alerts: expected.map(fields => ({ span: nowhere, ...fields })) },
    { alerts: actual, incidents: [] },
  )

const paths = (expected: readonly Partial<ExpectedAlert>[], ...actual: readonly Alert[]) =>
  differences(expected, actual).map(({ path }) => path)

const address = (text: string) => ({
  span: nowhere,
  type: located('IP' as const),
  identifiers: [{ name: located('Address'), value: scalar(text) }],
})

describe('expected alerts', () => {
  it('leave free what they do not name', () => {
    expect(paths([{}], alert())).toEqual([])
  })

  it('hold when every named field does', () => {
    const expected: Partial<ExpectedAlert> = {
      at: located(at),
      severity: located('Medium'),
      title: located('Sample'),
      description: located('Identifies samples.'),
      tactics: [located('Execution'), located('Impact')],
      techniques: [],
      entities: [address('192.0.2.1')],
      customDetails: [{ key: located('Count'), values: [scalar(7)] }],
      rows: located(2),
    }
    expect(paths([expected], alert())).toEqual([])
  })

  it('name each field that differs, with both values', () => {
    const [severity, title, rows] = differences(
      [{ severity: located('High'), title: located('Other'), rows: located(3) }],
      [alert()],
    )
    expect(severity).toMatchObject({ path: 'alerts[0].severity', expected: 'High', actual: 'Medium' })
    expect(severity!.message).toBe('severity of the alert at 2026-03-02T10:00:00Z: expected "High", got "Medium"')
    expect([title!.path, rows!.path]).toEqual(['alerts[0].title', 'alerts[0].rows'])
  })

  it('are exact about entities', () => {
    expect(paths([{ entities: [] }], alert())).toEqual(['alerts[0].entities'])
    const [difference] = differences([{ entities: [address('192.0.2.1'), address('192.0.2.9')] }], [alert()])
    expect(difference!.message).toContain('missing {"IP":{"Address":"192.0.2.9"}}')
  })

  it('know an entity by all its identifiers, in any order', () => {
    const fired = alert({ entities: [{ type: 'Account', identifiers: { Name: 'mallory', NTDomain: 'CONTOSO' } }] })
    const account = (names: Readonly<Record<string, string>>) => ({
      span: nowhere,
      type: located('Account' as const),
      identifiers: Object.entries(names).map(([name, value]) => ({ name: located(name), value: scalar(value) })),
    })
    expect(paths([{ entities: [account({ NTDomain: 'CONTOSO', Name: 'mallory' })] }], fired)).toEqual([])
    expect(paths([{ entities: [account({ Name: 'mallory' })] }], fired)).toEqual(['alerts[0].entities'])
    const tooMuch = account({ Name: 'mallory', NTDomain: 'CONTOSO', Nickname: 'm' })
    expect(paths([{ entities: [tooMuch] }], fired)).toEqual(['alerts[0].entities'])
  })

  describe('have custom details', () => {
    const detail = (key: string, ...values: readonly (string | number)[]) => [
      { customDetails: [{ key: located(key), values: values.map(value => scalar(value)) }] },
    ]
    const fired = alert({
      customDetails: [
        { key: 'Count', type: 'long', value: 7n },
        { key: 'All', type: 'dynamic', value: '["a",1]' },
      ],
    })

    it.each([
      ['another value', detail('Count', 8), 'Count', 8, 7, 'expected 8, got 7'],
      ['other values', detail('All', 'a', 2), 'All', ['a', 2], ['a', 1], 'expected ["a",2], got ["a",1]'],
      ['fewer values', detail('All', 'a'), 'All', 'a', ['a', 1], 'expected "a", got ["a",1]'],
      ['no such detail', detail('count', 7), 'count', 7, null, 'the alert has no such detail'],
    ])('or differ: %s', (_, expected, key, want, got, words) => {
      expect(differences(expected, [fired])).toEqual([
        {
          path: `alerts[0].customDetails.${key}`,
          expected: want,
          actual: got,
          span: nowhere,
          message: `customDetails.${key} of the alert at 2026-03-02T10:00:00Z: ${words}`,
        },
      ])
    })

    it('and hold where the values are those', () => {
      expect(paths([...detail('Count', 7)], fired)).toEqual([])
      expect(paths([...detail('All', 'a', 1)], fired)).toEqual([])
    })
  })

  describe('that differ are pointed at', () => {
    const at = (start: number) => ({ ...nowhere, start })
    const spot = (start: number, text: string) => ({ ...address(text), span: at(start) })
    const spanOf = (fields: Partial<ExpectedAlert>, ...fired: readonly string[]) => {
      const raised = fired.map(text => ({ type: 'IP' as const, identifiers: { Address: text } }))
      const alerts = [{ span: at(1), ...fields }]
      return compare({ span: nowhere, alerts }, { alerts: [alert({ entities: raised })], incidents: [] })[0]?.span.start
    }
    const [a, b] = [spot(2, '192.0.2.1'), spot(3, '192.0.2.2')]

    it.each([
      ['the first entity that is missing', { entities: [a, b] }, ['192.0.2.1'], 3],
      ['the first of several that are missing', { entities: [a, b] }, [], 2],
      ['the first entity where one is too many', { entities: [a, b] }, ['192.0.2.1', '192.0.2.2', '192.0.2.3'], 2],
      ['the alert where it expects no entities', { entities: [] }, ['192.0.2.1'], 1],
      ['the first tactic', { tactics: [{ ...located('Impact' as const), span: at(4) }] }, [], 4],
      ['the alert where it expects no tactics', { tactics: [] }, [], 1],
    ])('at %s', (_, fields, fired, start) => expect(spanOf(fields, ...fired)).toBe(start))
  })

  it.each([
    [{}, 'no alert fired', {}],
    [{ title: located('Sample') }, 'no alert "Sample" fired', { title: 'Sample' }],
    [{ at: located(at) }, 'no alert fired at 2026-03-02T10:00:00Z', { at: '2026-03-02T10:00:00.0000000Z' }],
    [{ severity: located('High' as const) }, 'no alert fired', { severity: 'High' }],
  ])('that did not fire are named by what they say: %#', (expected, message, shown) => {
    expect(differences([expected], [])).toMatchObject([{ message, expected: shown, actual: null }])
  })

  it.each([
    [1, 0, 'expected 1 incident, got 0'],
    [0, 1, 'expected 0 incidents, got 1'],
    [1, 1, undefined],
  ])('count %i incidents against %i', (wanted, raised, message) => {
    const incident = { title: 'Sample', severity: 'Medium' as const, at, alerts: [alert()] }
    const found = compare(
      { span: nowhere, incidents: located(wanted) },
      { alerts: [], incidents: Array(raised).fill(incident) },
    )
    expect(found.map(difference => difference.message)).toEqual(message === undefined ? [] : [message])
  })

  it('are about exactly the alerts that fired', () => {
    expect(differences([{ title: located('Sample') }], [])).toMatchObject([
      { path: 'alerts[0]', actual: null, message: 'no alert "Sample" fired' },
    ])
    expect(differences([], [alert()])).toMatchObject([
      { path: 'alerts', expected: null, message: 'unexpected alert "Sample" at 2026-03-02T10:00:00Z' },
    ])
  })

  it('of another run are other alerts', () => {
    expect(paths([{ at: located(at + 1n) }], alert())).toEqual(['alerts[0]', 'alerts'])
  })

  it('find their partners whatever the order', () => {
    const expected = [{}, { title: located('A') }, { severity: located('High' as const) }]
    const actual = [alert({ title: 'A', severity: 'High' }), alert({ title: 'A' }), alert()]
    expect(paths(expected, ...actual)).toEqual([])
  })

  it('say nothing when alerts are free, but count incidents', () => {
    const incident = { title: 'Sample', severity: 'Medium' as const, at, alerts: [alert()] }
    expect(
      compare({ span: nowhere, incidents: located(2) }, { alerts: [alert()], incidents: [incident] }),
    ).toMatchObject([{ path: 'incidents', expected: 2, actual: 1, message: 'expected 2 incidents, got 1' }])
  })
})

describe('expected incidents', () => {
  const incident = (changes: Partial<Incident> = {}): Incident => ({
    title: 'Sample',
    severity: 'Medium',
    at,
    alerts: [alert()],
    ...changes,
  })
  const found = (expected: readonly Partial<ExpectedIncident>[], ...incidents: readonly Incident[]) =>
    compare(
      { span: nowhere, incidents: located(expected.map(fields => ({ span: nowhere, ...fields }))) },
      { alerts: [], incidents },
    )

  it('leave free what they do not name', () => {
    expect(found([{}, {}], incident(), incident({ title: 'Other', alerts: [] }))).toEqual([])
  })

  it('find their partners whatever the order', () => {
    const expected = [{}, { title: located('A') }, { alerts: [{ span: nowhere, rows: located(5) }] }]
    const actual = [incident({ title: 'A', alerts: [alert({ rows: 5 })] }), incident({ title: 'A' }), incident()]
    expect(found(expected, ...actual)).toEqual([])
  })

  it.each<[string, Partial<ExpectedIncident>, Partial<Incident>]>([
    ['title', { title: located('Other') }, { title: 'Sample' }],
    ['severity', { severity: located('High') }, { severity: 'Low' }],
    ['alerts', { alerts: [] }, { alerts: [alert()] }],
    ['alerts[0]', { alerts: [{ span: nowhere }, { span: nowhere }] }, { alerts: [alert()] }],
    ['alerts[0].rows', { alerts: [{ span: nowhere, rows: located(3) }] }, { alerts: [alert({ rows: 2 })] }],
  ])('differ in %s', (path, expected, actual) => {
    const differing = found([expected], incident(actual)).map(difference => difference.path)
    expect(differing[0]).toMatch(path === 'alerts[0]' ? /^incidents\[0\]\.alerts\[[01]\]$/ : `incidents[0].${path}`)
    expect(differing).toHaveLength(1)
  })

  it('of another time are other incidents', () => {
    expect(found([{ at: located(at + 1n) }], incident()).map(({ path }) => path)).toEqual(['incidents[0]', 'incidents'])
  })

  it('are as many as were created', () => {
    expect(found([{ title: located('Sample') }]).map(({ message }) => message)).toEqual([
      'no incident "Sample" was created',
    ])
    expect(found([], incident()).map(({ message }) => message)).toEqual([
      'unexpected incident "Sample" at 2026-03-02T10:00:00Z',
    ])
  })

  it('cost what comparing their alerts costs', () => {
    const listed = located([{ span: nowhere, alerts: [{ span: nowhere }] }])
    const alerts = { span: nowhere, alerts: [{ span: nowhere }] }
    expect(comparisons({ span: nowhere, incidents: listed }, [alert()])).toBeGreaterThanOrEqual(
      comparisons(alerts, [alert()]),
    )
  })
})

describe('pairing', () => {
  it('does not spend a partner that another needs', () => {
    const agrees = [
      [true, true],
      [true, false],
    ]
    const { pairs, left } = pair(2, 2, (want, got) => (agrees[want]![got] ? [] : ['title']))
    expect(left).toEqual([])
    expect(new Map(pairs)).toEqual(
      new Map([
        [0, 1],
        [1, 0],
      ]),
    )
  })

  it('asks every partner whether its holder can go elsewhere', () => {
    // The first can only have 0; the third must not stop there, but take 1 from the second, which goes to 2.
    const agrees = [[0], [1, 2], [0, 1]]
    const { pairs } = pair(3, 3, (want, got) => (agrees[want]!.includes(got) ? [] : ['title']))
    expect(new Map(pairs)).toEqual(
      new Map([
        [0, 0],
        [1, 2],
        [2, 1],
      ]),
    )
  })

  it.each([
    [2, 1, [1], []],
    [1, 2, [], [1]],
    [0, 2, [], [0, 1]],
    [2, 0, [0, 1], []],
  ])('of %i and %i leaves over what has no partner', (lefts, rights, left, right) => {
    expect(pair(lefts, rights, () => [])).toMatchObject({ left, right })
  })

  it('puts what differs least together', () => {
    const paths = [
      [['title', 'rows'], ['title']],
      [['title'], ['title', 'rows']],
    ]
    expect(new Map(pair(2, 2, (want, got) => paths[want]![got]!).pairs)).toEqual(
      new Map([
        [0, 1],
        [1, 0],
      ]),
    )
  })
})
