import { describe, expect, test } from 'vitest'
import type { Action, Step } from '../../src/index.ts'
import { inOrder } from '../../src/plan/order.ts'

const step = (action: Action, name: string, more: Partial<Step> = {}): Step => ({
  type: 'alertRules',
  id: name,
  name,
  action,
  changes: [],
  warnings: [],
  needs: [],
  ...more,
})
const detour = { body: { properties: {} } }

/** The names of steps in their order, whatever the order in which they are planned. */
function ordered(...steps: readonly Step[]): readonly string[] {
  const names = inOrder(steps).map(({ name }) => name)
  expect(inOrder(steps.toReversed()).map(({ name }) => name)).toEqual(names)
  return names
}

describe('steps are taken', () => {
  test('by what they do: changes, new resources, deletions, what stays, conflicts', () => {
    const actions: readonly Action[] = ['conflict', 'none', 'delete', 'create', 'update']
    expect(ordered(...actions.map((action, index) => step(action, `${index} ${action}`)))).toEqual([
      '4 update',
      '3 create',
      '2 delete',
      '1 none',
      '0 conflict',
    ])
  })

  test('kind by kind, what others read first; deletions the other way round', () => {
    const types = ['alertRules', 'tables', 'watchlists'] as const
    const of = (action: Action) => types.map(type => step(action, type, { type }))
    expect(ordered(...of('create'))).toEqual(['tables', 'watchlists', 'alertRules'])
    expect(ordered(...of('delete'))).toEqual(['alertRules', 'watchlists', 'tables'])
  })

  test('after those that they need, in a chain', () => {
    const needs = (name: string) => ({ needs: [`alertRules/${name}`] })
    expect(ordered(step('update', 'a', needs('b')), step('create', 'b', needs('c')), step('update', 'c'))).toEqual([
      'c',
      'b',
      'a',
    ])
  })

  test('of a kind after a deletion that one of them needs; the other deletions are last', () => {
    const taker = step('create', 'taker', { needs: ['alertRules/freeing'] })
    const automation = step('create', 'automation', { type: 'automationRules' })
    expect(
      ordered(step('delete', 'late'), automation, taker, step('delete', 'freeing'), step('update', 'changed')),
    ).toEqual(['freeing', 'changed', 'taker', 'automation', 'late'])
  })

  test('in a circle, beginning after the one with a detour, which frees its name before all others', () => {
    const circle = [
      step('update', 'a', { needs: ['alertRules/b'] }),
      step('update', 'b', { needs: ['alertRules/c'], detour }),
      step('update', 'c', { needs: ['alertRules/a'] }),
    ]
    expect(ordered(...circle)).toEqual(['a', 'c', 'b'])
  })

  test('by name otherwise, as a reader sorts names', () => {
    expect(ordered(step('update', 'b'), step('update', 'A'), step('update', 'c'), step('update', 'Ä'))).toEqual([
      'A',
      'Ä',
      'b',
      'c',
    ])
  })
})
