import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { analyseQuery } from '../src/compile.ts'
import { bounded } from '../src/frontend/bounded.ts'
import { timedOut, withinTime } from '../src/limits/time-limit.ts'

const forEver = (): never => {
  for (;;);
}

test('work ends when its time is up, or with its result', () => {
  expect(withinTime(50, forEver)).toBe(timedOut)
  expect(withinTime(60_000, () => 1)).toBe(1)
  expect(() =>
    withinTime(60_000, () => {
      throw new TypeError('its own')
    }),
  ).toThrow(new TypeError('its own'))
})

test('limits nest: the inner one ends only its work, the outer one ends both', () => {
  expect(withinTime(60_000, () => withinTime(50, forEver))).toBe(timedOut)
  const after: string[] = []
  expect(
    withinTime(50, () => {
      withinTime(60_000, forEver)
      after.push('reached')
    }),
  ).toBe(timedOut)
  expect(after).toEqual([])
})

test('a stack overflow in a query is an error of the query, and the next query gets a new parser', () => {
  const catalogue = loadCatalogue()
  const deeper = (): number => 1 + deeper()
  expect(bounded('print 1', deeper)).toMatchObject({ diagnostic: { kind: 'runtime', code: 'too-deep' } })
  const { diagnostics, columns } = analyseQuery('SigninLogs | project AppId', { catalogue })
  expect({ diagnostics, columns }).toEqual({ diagnostics: [], columns: [{ name: 'AppId', type: 'string' }] })
})
