import type { Resource } from '@tripline/azure'
import { expect, test } from 'vitest'
import { byKey, compareResources, kindOf } from '../../src/index.ts'
import { elaborate, scheduled } from '../desired-resources.ts'

const kind = kindOf({ type: 'alertRules' })

/** As the service stores a rule. */
const storedAs = (
  { id, body }: ReturnType<typeof scheduled>,
  more: Readonly<Record<string, unknown>> = {},
): Resource => ({
  id,
  kind: body.kind!,
  etag: '"1"',
  properties: { ...body.properties, lastModifiedUtc: '2026-03-01T00:00:00Z', ...more },
})

test.each([scheduled(1), elaborate(2)])(
  'a rule that is stored as it is wanted has the same hash twice: $name',
  rule => {
    const [state, ...others] = compareResources(kind, [rule], byKey([storedAs(rule)]))
    expect(state).toMatchObject({ isEqual: true, live: state!.wanted })
    expect(others).toEqual([])
  },
)

test.each([
  { severity: 'Low' },
  { enabled: false },
  { query: 'SigninLogs' },
  { description: 'another' },
  { tactics: ['Impact'] },
])('a rule that differs has another hash: %j', more => {
  const rule = scheduled(1)
  const [state] = compareResources(kind, [rule], byKey([storedAs(rule, more)]))
  expect(state!.isEqual).toBe(false)
  expect(state!.live).not.toBe(state!.wanted)
})

test('a rule of another kind is another rule, though its fields are the same', () => {
  const rule = scheduled(1)
  const [state] = compareResources(kind, [rule], byKey([{ ...storedAs(rule), kind: 'NRT' }]))
  expect(state!.isEqual).toBe(false)
  expect(state!.live).not.toBe(state!.wanted)
})

test('what people do not deploy is not listed', () => {
  const searches = kindOf({ type: 'savedSearches' })
  const stored = byKey([
    { id: 'query', properties: { category: 'General', query: 'SigninLogs' } },
    { id: 'doors', properties: { category: 'Function', displayName: 'Doors', functionAlias: 'Doors' } },
  ])
  expect(compareResources(searches, [scheduled(1)], stored).map(({ id, name }) => [id, name])).toEqual([
    ['doors', 'Doors'],
  ])
})

test('rules of one side only, and those of which nothing is known', () => {
  const [one, other] = [scheduled(1), scheduled(2)]
  const [absent, foreign] = compareResources(kind, [one], byKey([storedAs(other)]))
  expect(absent).toMatchObject({ id: one.id, isEqual: false })
  expect(absent).not.toHaveProperty('live')
  expect(foreign).toMatchObject({ id: other.id, name: 'Rule 2', isEqual: false })
  expect(foreign).not.toHaveProperty('wanted')
  const [unread] = compareResources(kind, [one], undefined)
  expect(unread).toMatchObject({ id: one.id, wanted: absent!.wanted })
  expect(unread).not.toHaveProperty('isEqual')
})
