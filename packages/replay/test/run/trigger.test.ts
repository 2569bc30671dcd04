import type { TriggerOperator } from '@tripline/rules'
import { expect, it } from 'vitest'
import { triggerText } from '../../src/run/trigger.ts'
import { located, nrt, scheduled } from '../sample.ts'

const rule = (operator: TriggerOperator, threshold: number) =>
  scheduled({ triggerOperator: located(operator), triggerThreshold: located(threshold) })

// What each operator of the interface says, in English: one row, two rows.
it.each<readonly [TriggerOperator, string]>([
  ['GreaterThan', 'more than'],
  ['LessThan', 'fewer than'],
  ['Equal', 'exactly'],
  ['NotEqual', 'anything but'],
])('%s is %s', (operator, words) => {
  expect(triggerText(rule(operator, 1))).toBe(`${words} 1 row`)
  expect(triggerText(rule(operator, 2))).toBe(`${words} 2 rows`)
})

it('near-real-time rules need a row', () => expect(triggerText(nrt())).toBe('more than 0 rows'))
